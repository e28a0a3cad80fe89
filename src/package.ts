import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sdkOutputs } from './platform/outputs.ts';

let root: string | undefined;

/** This package's own folder, found from source and from the compiled output alike. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  root = folder;
  return folder;
}

/** The path of what this package has under a name; undefined where it has no such file or folder. */
export function packagePathIfThere(path: string): string | undefined {
  const full = join(packageRoot(), path);
  return existsSync(full) ? full : undefined;
}

/** The text of a file of this package, by its path with forward slashes; at once, since it is small and ours. */
export const packageText = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');

/** The same; undefined where this package has no such file. */
export function packageTextIfThere(path: string): string | undefined {
  return packagePathIfThere(path) === undefined ? undefined : packageText(path);
}

/** The folders in a folder of this package, by name. */
export const packageFolders = (path: string): string[] =>
  readdirSync(join(packageRoot(), path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** What a build leaves in a clone, where templates are projects that compile. */
const builtFolders = new Set<string>(sdkOutputs);

/** The files below a folder of this package, relative to it, with forward slashes, by name. */
export function packageFilesBelow(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { withFileTypes: true })
    .filter((entry) => !builtFolders.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? packageFilesBelow(posix.join(folder, entry.name)).map((path) => posix.join(entry.name, path))
        : [entry.name],
    );
}

/** The package's name in the registry. */
export const packageName = 'generator-lambda-nativeaot';

let version: string | undefined;

/** The version in package.json. */
export function packageVersion(): string {
  version ??= (JSON.parse(packageText('package.json')) as { version: string }).version;
  return version;
}
