import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import * as v from 'valibot';
import { UsageError, UserError } from '../errors.ts';
import type { OldVersion } from './old-version.ts';
import { packageName } from './versions.ts';

const manifestSchema = v.object({
  name: v.literal(packageName),
  version: v.string(),
  bin: v.object({ 'lambda-nativeaot': v.string() }),
});

async function readManifest(folder: string) {
  try {
    const document: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const result = v.safeParse(manifestSchema, document);
    return result.success ? { ...result.output, folder } : undefined;
  } catch {
    return undefined;
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

/** npm's error codes that a person can do something about. Source: npm's lib/utils/error-message.js. */
const npmErrors: Readonly<Record<string, string>> = {
  E404: 'the registry does not have it',
  ETARGET: 'the registry does not have that version',
  ENOTFOUND: 'the registry was not found',
  EAI_AGAIN: 'the registry was not found',
  ECONNREFUSED: 'the registry does not answer',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'the registry does not answer',
  ERR_SOCKET_TIMEOUT: 'the registry does not answer',
  ENOTCACHED: 'npm is told to stay offline',
  E401: 'the registry wants a login',
  E403: 'the registry refuses it',
  ENOSPC: 'no space is left on the device',
};

/** Why npm failed; never its whole output, which may name a registry with its password. */
function reasonOf(result: {
  code?: string | undefined;
  timedOut: boolean;
  stderr: string;
  exitCode?: number | undefined;
}) {
  if (result.code === 'ENOENT') return 'npm was not found';
  if (result.timedOut) return 'npm took too long';
  const code = /npm (?:error|ERR!) code (\w+)/.exec(result.stderr)?.[1];
  if (code === undefined) return `npm ended with ${result.exitCode}`;
  return npmErrors[code] ?? `npm says ${code}`;
}

/**
 * Installs an old version into a folder of its own, without running any script of it or of what it needs.
 * @throws UserError when npm cannot do it.
 */
export async function fetchOldVersion(
  version: string,
  folder: string,
  cancelSignal: AbortSignal,
): Promise<OldVersion> {
  // Marks the folder as npm's, which would otherwise look for a package further up.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--global=false'];
  const words = ['install', ...flags, '--omit=dev', '--loglevel=error', `${packageName}@${version}`];
  const result = await execa('npm', words, {
    cwd: folder,
    stdin: 'ignore',
    reject: false,
    timeout: patienceMs,
    cancelSignal,
  });
  cancelSignal.throwIfAborted();
  if (result.failed) {
    throw new UserError(
      `${packageName} ${version} could not be fetched (${reasonOf(result)}); give the folder of that version with --from DIR.`,
    );
  }
  return await oldVersionIn(folder, version);
}
