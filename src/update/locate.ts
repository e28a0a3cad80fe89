import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { UsageError, UserError } from '../errors.ts';
import { fileLimits } from '../files/limits.ts';
import { isThereSync } from '../files/look.ts';
import { readTextIfThere, UnreadableFile } from '../files/read.ts';
import { writeOutput } from '../files/write.ts';
import { packageName } from '../package.ts';
import { findProgram } from '../processes/find-program.ts';
import { type Ran, run } from '../processes/run.ts';
import { groundOf } from '../processes/search-path.ts';
import type { OldVersion } from './old-version.ts';

const manifestSchema = v.object({
  name: v.literal(packageName),
  version: v.string(),
  bin: v.object({ 'lambda-nativeaot': v.string() }),
});

async function readManifest(folder: string) {
  try {
    const text = await readTextIfThere(join(folder, 'package.json'), fileLimits.settings);
    const document: unknown = JSON.parse(text ?? 'null');
    const result = v.safeParse(manifestSchema, document);
    return result.success ? { ...result.output, folder } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

/**
 * The old version in a folder: the package itself, or a folder that it was installed into.
 * @throws UsageError when it is not there, or is another version than the project was written by.
 */
export async function oldVersionIn(from: string, version: string): Promise<OldVersion> {
  const folder = resolve(from);
  const manifest =
    (await readManifest(folder)) ?? (await readManifest(join(folder, 'node_modules', packageName)));
  if (manifest === undefined) {
    throw new UsageError(
      `--from "${from}": there is no ${packageName} (its package.json, or it in node_modules).`,
    );
  }
  if (manifest.version !== version) {
    throw new UsageError(
      `--from "${from}" has version ${manifest.version}; the project was written by ${version}.`,
    );
  }
  return { version, bin: join(manifest.folder, manifest.bin['lambda-nativeaot']) };
}

/** An installation over a slow line, with all that the package needs. */
const patienceMs = 300_000;

/** npm's error codes that the user can do something about. Source: npm's lib/utils/error-message.js. */
const npmErrors: ReadonlyMap<string, string> = new Map([
  ['E404', 'the registry does not have it'],
  ['ETARGET', 'the registry does not have that version'],
  ['ENOTFOUND', 'the registry was not found'],
  ['EAI_AGAIN', 'the registry was not found'],
  ['ECONNREFUSED', 'the registry does not answer'],
  ['ECONNRESET', 'the connection broke off'],
  ['ETIMEDOUT', 'the registry does not answer'],
  ['ERR_SOCKET_TIMEOUT', 'the registry does not answer'],
  ['ENOTCACHED', 'npm is told to stay offline'],
  ['E401', 'the registry wants a login'],
  ['E403', 'the registry rejected the request'],
  ['ENOSPC', 'no space is left on the device'],
]);

/** Why npm failed; never its whole output, which may name a registry with its password. */
function reasonOf({ timedOut, stderr, exitCode }: Ran) {
  if (timedOut) return 'npm took too long';
  const code = /npm (?:error|ERR!) code (\w+)/.exec(stderr)?.[1];
  if (code === undefined) return `npm ended with ${exitCode}`;
  return npmErrors.get(code) ?? `npm says ${code}`;
}

/**
 * The user's variables without what an npm that runs us has read from an `.npmrc` in the project: that file may come
 * from elsewhere and name a registry. Source: npm, "Config": npm_config_ variables of a script.
 */
function withoutProjectsNpm(env: NodeJS.ProcessEnv, project: string): NodeJS.ProcessEnv {
  const { npm_command: command, npm_config_local_prefix: prefix } = env;
  const isOfProject = command !== undefined && prefix !== undefined && groundOf(prefix) === groundOf(project);
  if (!isOfProject || !isThereSync(join(prefix, '.npmrc'))) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_config_')));
}

/**
 * Installs an old version into a folder of its own, without running any script of it or of what it needs.
 * @param project the folder that is updated; no program in it is run.
 * @throws UserError when npm cannot do it.
 */
export async function fetchOldVersion(
  version: string,
  folder: string,
  project: string,
  cancelSignal: AbortSignal,
): Promise<OldVersion> {
  // Marks the folder as npm's, which would otherwise look for a package further up.
  await writeOutput(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--global=false'];
  const words = ['install', ...flags, '--omit=dev', '--loglevel=error', `${packageName}@${version}`];
  const failure = (reason: string) =>
    new UserError(
      `${packageName} ${version} could not be fetched (${reason}); give the folder of that version with --from DIR.`,
    );
  const npm = await findProgram('npm', { folder: project });
  if (npm === undefined) throw failure('npm was not found');
  const env = withoutProjectsNpm(process.env, project);
  const options = { cwd: folder, folder: project, env, timeoutMs: patienceMs, signal: cancelSignal };
  const result = await run(npm, words, options);
  cancelSignal.throwIfAborted();
  if (!result.ok) throw failure(reasonOf(result));
  return await oldVersionIn(folder, version);
}
