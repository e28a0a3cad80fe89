import { resolve } from 'node:path';
import type { Target } from '../artifact/gate.ts';
import { exitCodes, UserError } from '../errors.ts';
import { writeTree } from '../files/write.ts';
import { defaultArchitecture } from '../platform/architectures.ts';
import { defaultRuntime } from '../platform/runtimes.ts';
import { readSettings } from '../project/settings.ts';
import type { Paint } from '../ui/colours.ts';
import { during, type Output } from '../ui/output.ts';
import { capitalized } from '../ui/wording.ts';
import { type ArtifactReport, examineArtifact } from './artifact.ts';
import type { DoctorFinding } from './check.ts';
import { type Examination, examine, type Overrides } from './examine.ts';
import { explain } from './explain.ts';
import { explanationText, readErrorText } from './explanation.ts';
import { gatherMachine } from './machine/gather.ts';
import { fixedFiles, patchText } from './project/fixes.ts';
import { countsOf, countsText, findingsTable, type TableOptions } from './report.ts';
import { reportSize } from './size.ts';
import type { DoctorFlags } from './usage.ts';

/** What a run works with: where it stands, what was asked, and how it speaks to the person. */
export interface DoctorRun {
  readonly folder: string;
  /** Where the user is, from which the path of an artifact is meant. */
  readonly startedIn: string;
  readonly artifact: string | undefined;
  readonly flags: DoctorFlags;
  readonly output: Output;
  readonly paint: Paint;
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly env: NodeJS.ProcessEnv;
  /** Says that something is being done, until `end`; only where the user waits. */
  readonly status?: Output['status'];
  /** Asks whether the changes may be written, on a terminal; throws when they may not. */
  readonly approve: () => Promise<void>;
}

const defaultTarget: Target = { architecture: defaultArchitecture, runtime: defaultRuntime };

/** What an artifact alone is checked for: the flags, else the project around, else what `new` takes. */
async function targetIn(folder: string, { architecture, runtime }: Overrides): Promise<Target> {
  const settings = await readSettings(folder).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  return {
    architecture: architecture ?? settings?.architecture ?? defaultTarget.architecture,
    runtime: runtime ?? settings?.runtime ?? defaultTarget.runtime,
  };
}

const artifactSubject = ({ path, target }: ArtifactReport) =>
  `${path}, for ${target.architecture} on ${target.runtime}`;

/** What was changed, or would be. */
interface Fixed {
  readonly written: boolean;
  readonly files: readonly string[];
  readonly diff: string;
}

interface Report {
  readonly findings: readonly DoctorFinding[];
  readonly artifact?: ArtifactReport | undefined;
  readonly subjects: TableOptions['subjects'];
  readonly fixed?: Fixed | undefined;
}

/** What `--fix` would fix of the problems, as the end of a sentence. */
function fixHint(fixable: number, problems: number): string {
  if (fixable === 0) return '';
  const one = problems === 1 ? 'it' : 'one of them';
  return `; "doctor --fix" fixes ${fixable === 1 ? one : `${fixable} of them`}`;
}

/** Prints the result. @throws UserError (exit code 3) when there are errors among the findings. */
function conclude(
  { output, paint, width, flags }: DoctorRun,
  { findings, artifact, subjects, fixed }: Report,
): void {
  const counts = countsOf(findings);
  const { path, target } = artifact ?? {};
  output.json({ ...counts, artifact: path && { path, ...target }, fix: fixed, findings });
  output.print(findingsTable(findings, { width, all: flags.all === true, paint, subjects }));
  const fixable = findings.filter((finding) => finding.fixable).length;
  // On a small screen the findings themselves have scrolled away.
  const problems = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const names = problems.length > 0 ? `: ${problems.map(({ title }) => title).join(', ')}` : '';
  const text = `${countsText(counts)}${names}${fixHint(fixable, problems.length)}`;
  if (counts.errors > 0) throw new UserError(`${text}.`, exitCodes.found);
  output.print(`\n${capitalized(text)}.`);
}

/** Shows the changes, and writes them unless it is a dry run or the person says no. */
async function applyFixes(
  { folder, flags, output, approve }: DoctorRun,
  { changes }: Examination,
): Promise<Fixed> {
  const diff = patchText(changes);
  const fixed = { files: changes.map(({ path }) => path), diff };
  if (changes.length === 0) {
    output.note('There is nothing to fix that would be mechanical and safe.');
    return { ...fixed, written: false };
  }
  output.print(diff);
  if (flags['dry-run']) {
    output.note('Nothing was changed.');
    return { ...fixed, written: false };
  }
  await approve();
  await writeTree(folder, fixedFiles(changes));
  output.note(`Fixed: ${fixed.files.join(', ')}.\n`);
  return { ...fixed, written: true };
}

async function checkFolder(run: DoctorRun): Promise<void> {
  const { folder, flags, env, status } = run;
  const today = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
  let machine!: Awaited<ReturnType<typeof gatherMachine>>;
  const look = () => examine(folder, machine, flags, today);
  let examination = await during(status, 'Looking at machine, project and build', async () => {
    machine = await gatherMachine(folder, env);
    return await look();
  });
  const fixed = flags.fix ? await applyFixes(run, examination) : undefined;
  // What is reported is the state after the fixing.
  if (fixed?.written) examination = await look();
  const { findings, artifact, project } = examination;
  conclude(run, {
    findings,
    artifact,
    fixed,
    subjects: {
      machine: `${machine.platform} ${machine.architecture ?? process.arch}`,
      project: project && `${project.name} (${project.framework}, ${project.library} library)`,
      artifact: artifact && artifactSubject(artifact),
    },
  });
}

async function checkArtifactAlone(run: DoctorRun, artifact: string): Promise<void> {
  const { folder, startedIn, flags } = run;
  const report = await examineArtifact(resolve(startedIn, artifact), await targetIn(folder, flags));
  const named = { ...report, path: artifact };
  conclude(run, {
    findings: report.findings,
    artifact: named,
    subjects: { artifact: artifactSubject(named) },
  });
}

async function explainText({ output, paint, width }: DoctorRun, asked: string): Promise<void> {
  const text = await readErrorText(asked);
  const matches = explain(text);
  output.json({ matches });
  if (matches.length === 0) {
    throw new UserError(
      'No known error is in this text; "lambda-nativeaot doctor" looks at machine, project and build instead.',
    );
  }
  output.print(explanationText(matches, text.trim().includes('\n'), width, paint));
}

/**
 * Runs `doctor`.
 * @throws UserError with exit code 3 when errors were found, 1 when a text is not known; UsageError.
 */
export async function runDoctor(run: DoctorRun): Promise<void> {
  const { artifact, flags } = run;
  if (flags.explain !== undefined) await explainText(run, flags.explain);
  else if (flags.size) await reportSize(run.folder, flags, run.output);
  else if (artifact !== undefined) await checkArtifactAlone(run, artifact);
  else await checkFolder(run);
}
