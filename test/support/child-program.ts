import { rename } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { packageRoot } from '../../src/package.ts';
import { cached } from './fetched.ts';

const programs = new Map<string, Promise<string>>();

/**
 * A program of the tests, with what it imports, as one file of JavaScript, for processes of which a test starts many:
 * the loader of TypeScript takes a second for each.
 * @param source absolute.
 */
export function childProgram(source: string): Promise<string> {
  const known = programs.get(source) ?? bundle(source);
  programs.set(source, known);
  return known;
}

async function bundle(source: string): Promise<string> {
  // Below this package, so that its own files and packages are found from there.
  const program = cached('programs', `${relative(packageRoot(), source).replaceAll(sep, '-')}.mjs`);
  // Another worker may start it meanwhile.
  const outfile = `${program}.${process.pid}`;
  // JavaScript without declarations, since the build of the package runs it.
  const options = pathToFileURL(join(packageRoot(), 'scripts', 'bundle-options.mjs')).href;
  const { bundleOptions }: { bundleOptions: BuildOptions } = await import(options);
  await build({ ...bundleOptions, entryPoints: [source], outfile });
  await rename(outfile, program);
  return program;
}
