import { dirname } from 'node:path';
import { error, info } from '../artifact/finding.ts';
import { findAbove } from '../files/find.ts';
import type { Change } from '../functions/change.ts';
import type { Architecture } from '../platform/architectures.ts';
import type { Runtime } from '../platform/runtimes.ts';
import { type Settings, settingsFile } from '../project/settings.ts';
import { type ArtifactReport, examineBuild } from './artifact.ts';
import { type Area, type Check, type DoctorFinding, type Facts, found } from './check.ts';
import { machineChecks } from './machine/checks.ts';
import type { MachineFacts } from './machine/facts.ts';
import { projectChecks } from './project/checks.ts';
import { type Fix, planChanges, possibleFixes } from './project/fixes.ts';
import { gatherProject, type Place } from './project/gather.ts';

/** What the doctor found in a folder and on the machine. */
export interface Examination {
  readonly project: Settings | undefined;
  readonly findings: readonly DoctorFinding[];
  readonly artifact: ArtifactReport | undefined;
  /** The changes that fix what is mechanical and safe to fix. */
  readonly changes: readonly Change[];
}

/** The part of the settings that the user may override for one run. */
export interface Overrides {
  readonly architecture?: Architecture | undefined;
  readonly runtime?: Runtime | undefined;
}

/** The checks' findings, and the fixes of those that are problems. */
export function applyChecks(
  area: Area,
  checks: readonly Check[],
  facts: Facts,
): { findings: DoctorFinding[]; fixes: Fix[] } {
  const fixes: Fix[] = [];
  const findings = checks.flatMap((check) => {
    const verdict = check.run(facts);
    if (verdict === undefined) return [];
    const isProblem = verdict.severity === 'error' || verdict.severity === 'warning';
    const own = isProblem && facts.project && check.fix ? possibleFixes(facts.project, check.fix(facts)) : [];
    fixes.push(...own);
    return [found(area, check, verdict, own.length > 0)];
  });
  return { findings, fixes };
}

/** What there is to say of a folder that is no project. */
async function placeFindings(folder: string, place: Place): Promise<DoctorFinding[]> {
  if (place.kind === 'project') return [];
  if (place.kind === 'damaged') {
    const verdict = error(
      place.problem,
      'Every command goes by the settings.',
      `Fix ${settingsFile}, or restore it from git.`,
    );
    return [found('project', { id: 'settings', title: 'Settings' }, verdict)];
  }
  const above = await findAbove(dirname(folder), settingsFile);
  const hint = above
    ? `there is one in ${above.slice(0, -settingsFile.length - 1)}`
    : '"lambda-nativeaot new" makes one, "convert" turns an existing one into one';
  return [
    found(
      'project',
      { id: 'settings', title: 'Settings' },
      info(`This folder is not a lambda-nativeaot project; ${hint}.`),
    ),
  ];
}

/** Checks the machine, the project in a folder and what it has built. */
export async function examine(
  folder: string,
  machine: MachineFacts,
  overrides: Overrides,
  today: string,
): Promise<Examination> {
  const place = await gatherProject(folder);
  const project = place.kind === 'project' ? place.project : undefined;
  const facts: Facts = { machine, project, today };
  const ofMachine = applyChecks('machine', machineChecks, facts);
  const ofProject = applyChecks('project', projectChecks, facts);
  const artifact =
    project &&
    (await examineBuild(folder, project.settings, {
      architecture: overrides.architecture ?? project.settings.architecture,
      runtime: overrides.runtime ?? project.settings.runtime,
    }));
  return {
    project: project?.settings,
    findings: [
      ...ofMachine.findings,
      ...(await placeFindings(folder, place)),
      ...ofProject.findings,
      ...(artifact?.findings ?? []),
    ],
    artifact,
    changes: project ? planChanges(project, ofProject.fixes) : [],
  };
}
