import { compareVersions } from './versions.ts';

/** What a program needs at least that is linked on a newer glibc: __libc_start_main got a new version in it. */
export const startVersion = '2.34';
/** From here on the mathematics that .NET calls has new versions too (fmod). Source: dotnet/runtime#123204. */
export const mathVersion = '2.38';
/** The oldest glibc that zig links for and .NET's static libraries run with. */
export const oldestGlibc = '2.17';
/** What zig links for unless it is told otherwise: the oldest that a Lambda runtime has. */
export const defaultZigGlibc = '2.26';

/** The release of glibc that this process runs with; undefined off Linux and with another C library. */
export function hostGlibc(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

/**
 * Whether a program that is linked on one glibc starts where another one is: `maybe` is for the releases that give some
 * programs a newer floor than others.
 */
export function linkedFits(linkedOn: string, runsOn: string): 'yes' | 'maybe' | 'no' {
  if (compareVersions(linkedOn, runsOn) <= 0) return 'yes';
  if (compareVersions(runsOn, startVersion) < 0) return 'no';
  return compareVersions(linkedOn, mathVersion) >= 0 ? 'maybe' : 'yes';
}
