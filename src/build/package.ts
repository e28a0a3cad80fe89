import { join } from 'node:path';
import { readElf } from '../artifact/elf.ts';
import { checkArtifact, hasErrors, type Severity } from '../artifact/gate.ts';
import { glibcFloor } from '../artifact/glibc.ts';
import { extract } from '../artifact/zip/data.ts';
import type { ZipEntry } from '../artifact/zip/entry.ts';
import { readZip } from '../artifact/zip/zip.ts';
import { exitCodes, UserError } from '../errors.ts';
import { statIfThere } from '../files/look.ts';
import { readBytes } from '../files/read.ts';
import type { Architecture } from '../platform/architectures.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { publishedProgram, zipOf } from '../platform/outputs.ts';
import { programName, type Runtime } from '../platform/runtimes.ts';
import type { Settings } from '../project/settings.ts';
import { type BuildResult, requireTargets, runCommand } from './build.ts';
import { dockerCommand, publishCommand, zipCommand } from './commands.ts';
import { stage, zippedFiles } from './contents.ts';
import { buildHint } from './hints.ts';
import type { Link, LinkMethod } from './link.ts';

/** What a build made; sizes in bytes. What `build --json` prints. */
export interface Packaged {
  /** Relative to the project's folder, with forward slashes. */
  readonly zip: string;
  readonly zipSize: number;
  /** The native program, unpacked. */
  readonly bootstrapSize: number;
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  /** The oldest glibc that it runs with; null for a program that needs none. */
  readonly glibc: string | null;
  readonly method: LinkMethod;
  readonly why: string;
}

export interface PackageRequest {
  /** The project's, absolute. */
  readonly folder: string;
  /** Its architecture and its runtime are what is built for. */
  readonly settings: Settings;
  readonly link: Link;
  readonly signal?: AbortSignal | undefined;
  /** A remark of the check. */
  readonly say: (text: string) => void;
  /** Runs a step that takes its time, and says so. */
  readonly during: <T>(text: string, step: () => Promise<T>) => Promise<T>;
}

/** @throws UserError with what a step complained of. */
function requireOk(step: string, { ok, errors }: BuildResult, say: (text: string) => void): void {
  if (ok) return;
  for (const error of errors) say(error);
  throw new UserError(`${step} failed; its errors are above.${buildHint(errors)}`);
}

/**
 * The gate over a bootstrap or a zip.
 * @returns its warnings, one line each.
 * @throws UserError (exit code 3) when Lambda could not run it.
 */
async function check(path: string, { folder, settings }: PackageRequest): Promise<string[]> {
  const { architecture, runtime } = settings;
  const findings = await checkArtifact(join(folder, path), { architecture, runtime });
  const texts = (wanted: Severity) =>
    findings.filter(({ severity }) => severity === wanted).map(({ what, fix }) => `${what} ${fix}`);
  if (hasErrors(findings)) {
    throw new UserError(
      `${path} does not fit ${runtime} on ${architecture}: ${texts('error').join(' ')}`,
      exitCodes.found,
    );
  }
  return texts('warning');
}

/** The size of the program in a zip that was checked, and the oldest glibc that it runs with. */
async function bootstrapIn(zipPath: string): Promise<{ size: number; glibc: string | null }> {
  const zip = await readZip(await readBytes(zipPath, lambdaLimits.unzipped));
  const entry = zip.entries.find(({ name }) => name === programName) as ZipEntry;
  const elf = readElf(await extract(zip, entry, lambdaLimits.unzipped));
  return { size: entry.size, glibc: glibcFloor(elf.requirements).version ?? null };
}

/** Compiles, checks, packs, on this machine. */
async function packageHere(request: PackageRequest): Promise<void> {
  const { folder, settings, link, signal, say, during } = request;
  // What a later step needs is looked for before the first, which is slow.
  await requireTargets(folder);
  const files = await zippedFiles(folder);
  const publish = publishCommand(settings, link);
  requireOk('The build', await during('Compiling natively', () => runCommand(folder, publish, signal)), say);
  await check(publishedProgram, request);
  await stage(folder, settings, files);
  requireOk('Packing', await during('Packing', () => runCommand(folder, zipCommand(settings), signal)), say);
}

/**
 * Makes the zip of a project: compiled natively, stripped, checked, packed.
 * @throws UserError with what went wrong, exit code 3 when the check found it; an AbortError when the signal aborts.
 */
export async function packageProject(request: PackageRequest): Promise<Packaged> {
  const { folder, settings, link, signal, say, during } = request;
  const zip = zipOf(settings);
  if (link.method === 'docker') {
    const command = dockerCommand(settings, link.container);
    requireOk(
      'The build',
      await during('Building in a container', () => runCommand(folder, command, signal)),
      say,
    );
  } else await packageHere(request);
  for (const warning of await check(zip, request)) say(`warning: ${warning}`);
  const { size, glibc } = await bootstrapIn(join(folder, zip));
  const info = await statIfThere(join(folder, zip));
  return {
    zip,
    zipSize: info?.size ?? 0,
    bootstrapSize: size,
    architecture: settings.architecture,
    runtime: settings.runtime,
    glibc,
    method: link.method,
    why: link.why,
  };
}
