import { posix } from 'node:path';
import { architectureFacts, architectures } from '../platform/architectures.ts';
import { type Runtime, runtimeFacts } from '../platform/runtimes.ts';

/**
 * What the sandbox of a provided runtime gives to a program, beside what platform/runtimes.ts has of each.
 */

/** Part of glibc and libgcc: in every runtime. */
const always: readonly string[] = [
  'libc.so.6',
  'libm.so.6',
  'libdl.so.2',
  'librt.so.1',
  'libpthread.so.0',
  'libresolv.so.2',
  'libutil.so.1',
  'libgcc_s.so.1',
  ...architectures.map((name) => posix.basename(architectureFacts[name].loader)),
];

/** In every image because its package manager and its OpenSSL are built on them. */
const underneath = ['libstdc++.so.6', 'libz.so.1'];

const inEveryRuntime: ReadonlySet<string> = new Set([...always, ...underneath]);

/** Whether a runtime has a library that a program may be linked to. */
export const hasLibrary = (runtime: Runtime, name: string): boolean =>
  inEveryRuntime.has(name) || runtimeFacts[runtime].openSslLibraries.some((own) => own === name);

/** Libraries that today's images happen to contain; AWS promises none of them. */
export const unpromised: ReadonlySet<string> = new Set([
  'libcurl.so.4',
  'libgssapi_krb5.so.2',
  'libkrb5.so.3',
]);

/** What reads scripts. The minimal image of AL2023 has bash and coreutils, and no Python, Perl or Node. */
export const shells: ReadonlySet<string> = new Set(
  ['sh', 'bash'].flatMap((name) => [name, `/bin/${name}`, `/usr/bin/${name}`]),
);

/** Folders of the sandbox that hold the zip's contents and those of layers. */
export const taskRoot = '/var/task/';
export const layerRoot = '/opt/';

/** Folders of the zip that LD_LIBRARY_PATH covers (`/var/task` and `/var/task/lib`). */
export const libraryFolders: readonly string[] = ['', 'lib/'];
