import { join } from 'node:path';
import pMap from 'p-map';
import type { FlagsOf } from '../../commands/command.ts';
import type { statusCommand } from '../../commands/status.ts';
import { sourceNewerThanZip } from '../../dotnet/newer-source.ts';
import { UnreadableFile } from '../../files/read.ts';
import { zipOf } from '../../platform/outputs.ts';
import { interruptible } from '../../processes/interrupt.ts';
import { findFunction, readWithUnknown, type Settings } from '../../project/settings.ts';
import { findStage, inStage, type Stage } from '../../project/stages.ts';
import { unknownProblem } from '../../project/unknown-settings.ts';
import { during, type Output } from '../../ui/output.ts';
import { type DesiredFunction, desireFunction } from '../deploy/desired.ts';
import { type PackageFile, readPackage } from '../deploy/package-file.ts';
import { concerning } from '../deploy/unknown.ts';
import { withStage } from '../session/with-stage.ts';
import type { FunctionStatus } from './function-status.ts';
import { readRemote } from './read.ts';
import { statusOf } from './status.ts';

/** What the work of `status` gets. */
export type StatusFlags = FlagsOf<typeof statusCommand>;

export interface StatusRequest {
  /** The project's folder. */
  readonly folder: string;
  /** Functions; none for all. */
  readonly names: readonly string[];
  readonly flags: StatusFlags;
  readonly say: (text: string) => void;
  readonly status?: Output['status'];
}

/** What a run of `status` came to. */
export interface StatusOutcome {
  readonly region: string;
  readonly stage?: string;
  readonly functions: readonly FunctionStatus[];
}

/** Functions at once; each takes some eight calls. */
const jobs = 4;

/** The zip of the project, or the named one; undefined where the project has not been built. */
async function findZip(
  { folder, flags, say }: StatusRequest,
  settings: Settings,
): Promise<PackageFile | undefined> {
  if (flags.zip !== undefined) return readPackage(flags.zip);
  const built = join(folder, zipOf(settings));
  try {
    const zip = await readPackage(built);
    const newer = await sourceNewerThanZip(folder, settings);
    if (newer) say(`warning: ${newer} is newer than ${built}; "lambda-nativeaot build" rebuilds it.`);
    return zip;
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof UnreadableFile) || cause.reason !== 'missing') throw error;
    say(`warning: there is no ${built}, so the code is not compared; "lambda-nativeaot build" builds it.`);
    return undefined;
  }
}

const functionsOf = (settings: Settings, names: readonly string[], stage: Stage | undefined) =>
  names.length === 0
    ? settings.functions
    : [...new Set(names.map((name) => findFunction(settings, name, stage)))];

/**
 * `status`: compares functions on AWS with the project. Changes nothing.
 * @throws UserError, one line, for what keeps a function from being read.
 */
export async function runStatus(request: StatusRequest): Promise<StatusOutcome> {
  const { folder, names, flags, say, status } = request;
  const { settings, unknown } = await readWithUnknown(folder);
  const stage = findStage(settings, flags.stage);
  const selected = functionsOf(settings, names, stage);
  for (const one of unknown.filter(concerning(selected, stage))) say(`warning: ${unknownProblem(one)}`);
  const zip = await findZip(request, settings);
  const desired = selected.map((fn) => desireFunction(settings, inStage(fn, stage), {}));
  return withStage(flags, stage, (session) =>
    interruptible(async (signal) => {
      const read = async (wanted: DesiredFunction) =>
        statusOf(wanted, await readRemote(session, wanted, signal), zip);
      const functions = await during(status, 'Looking at what is on AWS', () =>
        pMap(desired, read, { concurrency: jobs }),
      );
      return { region: session.region, ...(stage === undefined ? {} : { stage: stage.name }), functions };
    }),
  );
}
