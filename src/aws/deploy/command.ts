import { join } from 'node:path';
import { buildZip } from '../../build/command.ts';
import { targetOptions } from '../../commands/aws-options.ts';
import { commonOptions, type FlagsOf } from '../../commands/command.ts';
import type { deployCommand } from '../../commands/deploy.ts';
import { sourceNewerThanZip } from '../../dotnet/newer-source.ts';
import { InterruptedError, UsageError } from '../../errors.ts';
import { statIfThere } from '../../files/look.ts';
import { parseImageUri } from '../../platform/image-uri.ts';
import { zipOf } from '../../platform/outputs.ts';
import { interruptible } from '../../processes/interrupt.ts';
import { readWithUnknown, type Settings } from '../../project/settings.ts';
import { findStage, inStage } from '../../project/stages.ts';
import { readEnvFile } from '../../settings/pairs.ts';
import { during, type Output } from '../../ui/output.ts';
import { type Pace, usualPace } from '../apply/run.ts';
import { withStage } from '../session/with-stage.ts';
import { checkPackage } from './check.ts';
import { applyAll, type DeployOutcome } from './deploy.ts';
import { type DesiredFunction, desireFunction, selectFunctions } from './desired.ts';
import { stageRemarks } from './notes.ts';
import { type Outside, readOutside } from './outside.ts';
import { type PackageFile, readPackage } from './package-file.ts';
import { type Deployment, type Mode, type Planned, planAll } from './planning.ts';
import { readImage } from './read-image.ts';
import { placeText } from './text.ts';
import { refuseUnknown } from './unknown.ts';

/** What the work of `deploy` gets. */
export type DeployFlags = FlagsOf<typeof deployCommand>;

export interface DeployRequest {
  /** The project's folder. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly flags: DeployFlags;
  readonly say: (text: string) => void;
  readonly status?: Output['status'];
  /** Shows the plan, and asks where that is due; throws when the answer is no. Not called by a dry run. */
  readonly approve: (planned: readonly Planned[], region: string) => Promise<void>;
  readonly pace?: Pace;
}

/** What says where and how fast to work, rather than how a function is to be. */
const generalFlags = ['all', 'dry-run', 'yes', 'jobs', 'max-wait', ...targetOptions.map(({ name }) => name)];
const commonFlags = commonOptions.map(({ name }) => name);

/** @throws UsageError for a flag that would have no effect: the user expects it to mean something. */
function refuseOtherFlags(flags: DeployFlags, mode: Mode, own: readonly string[]): void {
  const heard = new Set([...generalFlags, ...commonFlags, ...own]);
  const other = Object.entries(flags).find(([name, value]) => value !== undefined && !heard.has(name))?.[0];
  if (other === undefined) return;
  const whole = mode === 'delete' ? 'deletes whole functions' : 'moves an alias';
  throw new UsageError(`--${mode} ${whole} and does nothing else; leave out --${other}.`);
}

/** The flags that make a run something else than a deployment, with those that they are used with. */
const otherModes: Readonly<Record<Exclude<Mode, 'deploy'>, readonly string[]>> = {
  rollback: ['alias'],
  promote: ['alias', 'skip-check'],
  delete: ['delete-role'],
};

/** @throws UsageError for flags that exclude each other, and where one is missing. */
function modeOf(flags: DeployFlags): Mode {
  const { rollback, promote, delete: remove } = flags;
  const given = { rollback, promote, delete: remove } satisfies Record<Exclude<Mode, 'deploy'>, unknown>;
  const [mode, other] = (Object.keys(given) as (keyof typeof given)[]).filter((name) => given[name]);
  if (flags['delete-role'] && mode !== 'delete')
    throw new UsageError('--delete-role goes with --delete; give both.');
  if (mode === undefined) return 'deploy';
  if (other !== undefined) throw new UsageError(`--${mode} and --${other} exclude each other; give one.`);
  if (mode !== 'delete' && flags.alias === undefined) {
    throw new UsageError(`--${mode} needs the alias; give --alias NAME.`);
  }
  refuseOtherFlags(flags, mode, [mode, ...otherModes[mode]]);
  return mode;
}

/** What a container image has instead. */
const withoutImage: Readonly<Partial<Record<keyof DeployFlags, string>>> = {
  zip: 'an image is deployed in place of a zip',
  runtime: 'an image brings its own runtime',
  layer: 'an image takes no layers; copy their files into it',
  's3-bucket': 'Lambda takes an image from its registry',
  's3-prefix': 'Lambda takes an image from its registry',
};

/** @throws UsageError for a flag that means nothing for a container image. */
function refuseZipFlags(flags: DeployFlags): void {
  if (flags.image === undefined) return;
  const given = (Object.keys(withoutImage) as (keyof DeployFlags)[]).find(
    (name) => flags[name] !== undefined,
  );
  if (given !== undefined)
    throw new UsageError(`--${given} does not go with --image: ${withoutImage[given]}.`);
}

const doing: Record<Mode, string> = {
  deploy: 'Deploying',
  rollback: 'Rolling back',
  promote: 'Promoting',
  delete: 'Deleting',
};

const nothing: PackageFile = { path: '', bytes: Buffer.alloc(0), sha256: '' };

/** The zip, after the gate; a missing one is built. A dry run builds nothing. */
async function readChecked(
  { folder, flags, say, status }: DeployRequest,
  settings: Settings,
  functions: readonly DesiredFunction[],
): Promise<PackageFile> {
  const built = join(folder, zipOf(settings));
  if (flags.zip === undefined && !flags['dry-run'] && (await statIfThere(built)) === undefined) {
    const { architecture = settings.architecture, runtime = settings.runtime } = flags;
    await buildZip(folder, { ...settings, architecture, runtime }, {}, { note: say, status });
  }
  const zip = await readPackage(flags.zip ?? built);
  const newer = flags.zip === undefined ? await sourceNewerThanZip(folder, settings) : undefined;
  if (newer) say(`warning: ${newer} is newer than ${zip.path}; "lambda-nativeaot build" rebuilds it.`);
  if (!flags['skip-check'])
    for (const warning of await checkPackage(zip, functions)) say(`warning: ${warning}`);
  return zip;
}

/**
 * `deploy` as a whole: settings and flags, gate, plan, and what was planned.
 * @throws UserError, one line, for everything that AWS, the network or the user did before anything changed.
 */
export async function runDeploy(request: DeployRequest): Promise<DeployOutcome> {
  const { folder, names, flags, say, status, approve, pace = usualPace } = request;
  const mode = modeOf(flags);
  refuseZipFlags(flags);
  const { settings, unknown } = await readWithUnknown(folder);
  const fileEnvironment = flags['env-var-file'] === undefined ? {} : await readEnvFile(flags['env-var-file']);
  const stage = findStage(settings, flags.stage);
  const selected = selectFunctions(settings, names, flags.all, stage);
  if (mode === 'deploy') refuseUnknown(selected, unknown, stage);
  const functions = selected.map((fn) => ({
    ...desireFunction(settings, inStage(fn, stage), flags, fileEnvironment),
    ...(stage === undefined ? {} : { stage: stage.name }),
    remarks: mode === 'deploy' ? stageRemarks(fn, stage) : [],
  }));
  const image = flags.image === undefined ? undefined : parseImageUri(flags.image);
  const isZip = mode === 'deploy' && image === undefined;
  const zip = isZip ? await readChecked(request, settings, functions) : nothing;
  // Files of the project know nothing of stages.
  const needs =
    mode === 'deploy' ? await readOutside(folder, settings, selected) : new Map<string, Outside>();
  const outside = new Map([...needs].map(([name, need]) => [inStage({ name }, stage).name, need]));
  return withStage(flags, stage, (session) =>
    interruptible(async (signal) => {
      const { 'max-wait': maxWait, jobs, 'dry-run': dryRun } = flags;
      const code = image === undefined ? zip : await readImage(session, image, signal);
      const checks = flags['skip-check'] !== true;
      const deployment: Deployment = {
        session,
        mode,
        code,
        checks,
        outside,
        maxWait,
        jobs,
        signal,
        pace,
        say,
      };
      const place = { region: session.region, ...(stage === undefined ? {} : { stage: stage.name }) };
      const planned = await during(status, 'Looking at what is on AWS', () =>
        planAll(deployment, functions, !dryRun),
      );
      say(placeText(session, planned, stage));
      if (dryRun) return { ...place, planned };
      await approve(planned, session.region);
      if (signal.aborted) throw new InterruptedError();
      const results = await during(status, doing[mode], () => applyAll(deployment, planned));
      return { ...place, planned, results };
    }),
  );
}
