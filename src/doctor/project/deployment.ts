import { error, info, ok, type Verdict, warning } from '../../artifact/finding.ts';
import type { DeployedFunction } from '../../convert/read/deployment.ts';
import { handlerSetting } from '../../platform/runtimes.ts';
import {
  makefileDifferences,
  makefileEdits,
  makefileFunction,
  makeVariables,
  type RepeatedVariable,
} from '../../project/makefile.ts';
import { type FunctionSettings, settingsFile } from '../../project/settings.ts';
import type { Check } from '../check.ts';
import type { ProjectFacts } from './facts.ts';
import type { Fix } from './fixes.ts';

/** A file that deploys a function in another way than the settings say. */
interface Disagreement {
  readonly text: string;
  /** Whether the function would not start, or another one would be deployed. */
  readonly breaks: boolean;
}

const variables = ['FUNCTION', 'HANDLER', 'MEMORY', 'TIMEOUT'] as const satisfies readonly RepeatedVariable[];
const isOurs = (variable: string): variable is (typeof variables)[number] =>
  (variables as readonly string[]).includes(variable);

const differencesIn = ({ makefile, settings }: ProjectFacts) =>
  makefile === undefined
    ? []
    : makefileDifferences(makefile.text, settings).filter(({ variable }) => isOurs(variable));

/** Writes into the Makefile what the settings say: they are the source. */
function makefileFix(project: ProjectFacts): Fix[] {
  const { makefile } = project;
  const edits = makefile === undefined ? [] : makefileEdits(makefile.text, differencesIn(project));
  return makefile === undefined || edits.length === 0
    ? []
    : [{ kind: 'file', path: makefile.path, before: makefile.text, edits }];
}

function fromMakefile(project: ProjectFacts): Disagreement[] {
  return differencesIn(project).map(({ variable, setting, found, wanted }) => ({
    text: `${setting} ${wanted}, and ${project.makefile?.path} (${variable}) ${found}`,
    breaks: variable === 'FUNCTION' || variable === 'HANDLER',
  }));
}

/** The settings that files for deployment repeat. */
const repeated = ['handler', 'memorySize', 'timeout'] as const satisfies readonly (keyof DeployedFunction &
  keyof FunctionSettings)[];

function fromDeployed({ deployed, settings }: ProjectFacts): Disagreement[] {
  // As a deployment file has them: a managed runtime's Handler is the program.
  const functions = settings.functions.map((fn) => ({
    ...fn,
    handler: handlerSetting(settings.runtime, fn.handler).handler,
  }));
  return deployed.flatMap((there) => {
    const fn =
      functions.find(({ name }) => name === there.name) ??
      functions.find(({ handler }) => handler === there.handler);
    if (fn === undefined) return [];
    const where = there.id === undefined ? there.file.path : `${there.file.path} (${there.id})`;
    return repeated
      .filter((key) => there[key] !== undefined && there[key] !== fn[key])
      .map((key) => ({ text: `${key} ${fn[key]}, and ${where} ${there[key]}`, breaks: key === 'handler' }));
  });
}

/** What "make deploy" of the project's other functions must be given, since the Makefile has one value for all. */
function ofOthers({ makefile, settings }: ProjectFacts): string[] {
  if (makefile === undefined) return [];
  const own = makefileFunction(makefile.text, settings);
  const known = makeVariables(makefile.text);
  return settings.functions
    .filter((fn) => fn !== own)
    .flatMap(({ name, handler, memorySize, timeout }) => {
      const words = Object.entries({ MEMORY: memorySize, TIMEOUT: timeout })
        .filter(([variable, value]) => known.has(variable) && known.get(variable) !== String(value))
        .map(([variable, value]) => `${variable}=${value}`);
      return words.length === 0 ? [] : [`make deploy FUNCTION=${name} HANDLER=${handler} ${words.join(' ')}`];
    });
}

/** What is wrong with files that repeat the settings. */
function judge(wrong: readonly Disagreement[], fix: string): Verdict {
  return (wrong.some(({ breaks }) => breaks) ? error : warning)(
    `${settingsFile} has ${wrong.map(({ text }) => text).join('; ')}.`,
    '"deploy" goes by the settings, "make deploy" and other tools by their own files: who deploys last decides.',
    fix,
  );
}

export const deploymentChecks: readonly Check[] = [
  {
    id: 'makefile-values',
    title: 'Makefile values',
    run({ project }) {
      if (project?.makefile === undefined) return undefined;
      const wrong = fromMakefile(project);
      if (wrong.length > 0)
        return judge(
          wrong,
          `Change ${settingsFile}, which is the source, or write its values into the Makefile.`,
        );
      const others = ofOthers(project);
      return others.length > 0
        ? info(`Some functions differ from the Makefile's: ${others.join('; ')}.`)
        : ok(`Those of ${settingsFile}.`);
    },
    fix: ({ project }) => (project === undefined ? [] : makefileFix(project)),
  },
  {
    id: 'deployment-files',
    title: 'Deployment files',
    run({ project }) {
      if (project === undefined || project.deployed.length === 0) return undefined;
      const wrong = fromDeployed(project);
      return wrong.length > 0
        ? judge(wrong, `Change ${settingsFile}, which is the source, or these files to match.`)
        : ok(`Those of ${settingsFile}.`);
    },
  },
];
