import { realPathSync } from '../files/look.ts';
import { findProgram } from '../processes/find-program.ts';
import { run } from '../processes/run.ts';
import type { Launch, OptFolder } from './types.ts';

const optPath = '/opt';
/** Mounts a folder at /opt and becomes the program that stands behind it. Nothing of it is put into the text. */
const mountAndStart = 'mount --bind "$1" /opt && shift && exec "$@"';

/** How a program starts in a file system of its own, in which /opt is another folder. */
const mounting = (unshare: string, folder: string, program: readonly string[]): readonly string[] => [
  unshare,
  '--mount',
  '--propagation',
  'private',
  '--',
  '/bin/sh',
  '-c',
  mountAndStart,
  'sh',
  folder,
  ...program,
];

/** The program that makes a mount namespace, where this user may make one: as root, on Linux. Else undefined. */
export async function mountProgram(folder: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const unshare = await findProgram('unshare', { folder });
  if (unshare === undefined) return undefined;
  const [program, ...args] = mounting(unshare, folder, ['/bin/true']) as [string, ...string[]];
  return (await run(program, args, { cwd: folder })).ok ? unshare : undefined;
}

const isBelowOpt = (path: string) => `${realPathSync(path)}/`.startsWith(`${optPath}/`);

/** The folder of the layers, at /opt where that hides nothing that the program itself needs. */
export const optFolder = (folder: string, unshare: string | undefined, launch: Launch): OptFolder => ({
  folder,
  unshare: [folder, launch.folder, launch.command].some(isBelowOpt) ? undefined : unshare,
});

/** Where a process finds the layers. */
export const seenOpt = (opt: OptFolder | undefined): string =>
  opt === undefined || opt.unshare !== undefined ? optPath : opt.folder;

/** The same launch with the layers at /opt, where they can be there. */
export function withOpt(launch: Launch, opt: OptFolder | undefined): Launch {
  if (opt?.unshare === undefined) return launch;
  const [command, ...args] = mounting(opt.unshare, opt.folder, [launch.command, ...launch.args]) as [
    string,
    ...string[],
  ];
  return { ...launch, command, args };
}
