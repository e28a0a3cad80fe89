import type { Architecture, Runtime } from '../project/platform.ts';

/**
 * What the sandbox of provided.al2 and provided.al2023 gives to a program, and what the service accepts.
 */

/** Limits in bytes; "must be smaller than" in the service's own words. Source: Lambda quotas. */
export const packageLimits = {
  /** A zip within the request that creates or updates a function. */
  zippedDirect: 52_428_800,
  /** Everything in the zip after unpacking, whichever way it was uploaded. */
  unzipped: 262_144_000,
} as const;

/** The one loader that the runtime's image has for each architecture. */
export const loaders: Record<Architecture, string> = {
  x86_64: '/lib64/ld-linux-x86-64.so.2',
  arm64: '/lib/ld-linux-aarch64.so.1',
};

/** Part of glibc and libgcc: in every runtime. */
const always = [
  'libc.so.6',
  'libm.so.6',
  'libdl.so.2',
  'librt.so.1',
  'libpthread.so.0',
  'libresolv.so.2',
  'libutil.so.1',
  'libgcc_s.so.1',
  'ld-linux-x86-64.so.2',
  'ld-linux-aarch64.so.1',
];

/** In every image because its package manager and its OpenSSL are built on them. */
const underneath = ['libstdc++.so.6', 'libz.so.1'];

/** Libraries that a program may be linked to. */
export const libraries: Record<Runtime, ReadonlySet<string>> = {
  'provided.al2023': new Set([...always, ...underneath, 'libssl.so.3', 'libcrypto.so.3']),
  'provided.al2': new Set([...always, ...underneath, 'libssl.so.10', 'libcrypto.so.10']),
};

/** Libraries that today's images happen to contain; AWS promises none of them. */
export const unpromised: readonly RegExp[] = [
  /^libcurl\.so\.4$/,
  /^libgssapi_krb5\.so\.2$/,
  /^libkrb5\.so\.3$/,
];

/** OpenSSL as the runtime has it; .NET opens it by name when it first needs it. */
export const openSsl: Record<Runtime, string> = { 'provided.al2023': '3', 'provided.al2': '1.0.2' };

/** What reads scripts. The minimal image of AL2023 has bash and coreutils, and no Python, Perl or Node. */
export const shells: ReadonlySet<string> = new Set(
  ['sh', 'bash'].flatMap((name) => [name, `/bin/${name}`, `/usr/bin/${name}`]),
);

/** Folders of the sandbox that hold the zip's contents and those of layers. */
export const taskRoot = '/var/task/';
export const layerRoot = '/opt/';

/** Folders of the zip that LD_LIBRARY_PATH covers (`/var/task` and `/var/task/lib`). */
export const libraryFolders: readonly string[] = ['', 'lib/'];
