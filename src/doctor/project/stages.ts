import { error, ok, type Verdict, warning } from '../../artifact/finding.ts';
import { settingsFile } from '../../project/settings.ts';
import { type Stage, type Staged, stagedName, stageProblems, stagesOf } from '../../project/stages.ts';
import type { Check } from '../check.ts';

/** Two values that may be the same: one that is not set may be any. */
const mayBeSame = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined || a === b;

/** Names that two stages have in common, in what may be one account and region. */
function sharedNames({ functions }: Staged, a: Stage, b: Stage): string[] {
  if (!mayBeSame(a.account, b.account) || !mayBeSame(a.region, b.region)) return [];
  const names = new Set(functions.map(({ name }) => stagedName(name, a)));
  return functions.map(({ name }) => stagedName(name, b)).filter((name) => names.has(name));
}

/** What a deployment without a stage is: a stage that says nothing. */
const noStage: Stage = { name: 'none', suffix: '' };

function collisions(settings: Staged): string[] {
  const stages = [noStage, ...stagesOf(settings)];
  return stages.flatMap((a, i) =>
    stages.slice(i + 1).flatMap((b) => {
      const shared = sharedNames(settings, a, b);
      const what = a === noStage ? `Stage ${b.name} and no stage` : `Stages ${a.name} and ${b.name}`;
      return shared.length === 0 ? [] : [`${what} both have ${shared.join(', ')}.`];
    }),
  );
}

function verdictOf(settings: Staged): Verdict | undefined {
  const stages = stagesOf(settings);
  if (stages.length === 0) return undefined;
  const problems = stages.flatMap((stage) => stageProblems(settings, stage));
  if (problems.length > 0)
    return error(
      problems.join(' '),
      'A run with that stage is refused.',
      `Correct "stages" in ${settingsFile}.`,
    );
  const shared = collisions(settings);
  if (shared.length === 0) return ok(`${stages.map(({ name }) => name).join(', ')}.`);
  return warning(
    shared.join(' '),
    'Where they are in one account and region, each deployment replaces the other.',
    `Give them another "suffix", or name "account" or "region" of each in ${settingsFile}.`,
  );
}

export const stageChecks: readonly Check[] = [
  {
    id: 'stages',
    title: 'Stages',
    run: ({ project }) => (project === undefined ? undefined : verdictOf(project.settings)),
  },
];
