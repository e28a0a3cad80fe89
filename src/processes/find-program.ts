import { extname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { isExecutable, isFile } from '../files/look.ts';
import { sdkDownload } from '../platform/frameworks.ts';
import { searchPath } from './search-path.ts';

/** Where a program is looked for. */
export interface Lookup {
  /** The folder that the tool works on; programs in it are passed over. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What Windows starts (PATHEXT, without scripts of a shell). */
const windowsPrograms = ['.exe', '.cmd', '.bat'];

/** The names of the files that a program may be on a system: on Windows with an extension, elsewhere the name itself. */
export const programNames = (name: string, platform: NodeJS.Platform = process.platform): string[] =>
  platform === 'win32' && !windowsPrograms.includes(extname(name).toLowerCase())
    ? windowsPrograms.map((extension) => name + extension)
    : [name];

/** The absolute path of a program on PATH; undefined where it is not there. */
export async function findProgram(
  name: string,
  { folder, env = process.env }: Lookup,
): Promise<string | undefined> {
  for (const place of searchPath(env, folder).folders) {
    for (const path of programNames(name).map((file) => join(place, file))) {
      if ((await isFile(path)) && (await isExecutable(path))) return path;
    }
  }
  return undefined;
}

/** What to do where a program is missing. */
const advice = {
  dotnet: `install the .NET SDK: ${sdkDownload}`,
  docker: 'install Docker, or build with --zig',
  npm: 'it comes with Node: https://nodejs.org',
} as const;

/** @throws UserError where the program is not on PATH. */
export async function requireProgram(name: keyof typeof advice, lookup: Lookup): Promise<string> {
  const path = await findProgram(name, lookup);
  if (path !== undefined) return path;
  const { refused } = searchPath(lookup.env ?? process.env, lookup.folder);
  const why = refused.length === 0 ? '' : ` (not looked for in the project's own ${refused.join(', ')})`;
  throw new UserError(`${name} was not found${why}; ${advice[name]}.`);
}
