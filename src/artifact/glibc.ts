import { compareVersions } from '../platform/versions.ts';
import type { VersionRequirement } from './elf.ts';

/** What a link with `-z pack-relative-relocs` asks for, so that a loader that does not know DT_RELR refuses it. */
export const relrMarker = 'GLIBC_ABI_DT_RELR';

/**
 * Markers that no symbol has: they say what the loader must be able to do. The first one came with glibc 2.36
 * (`-z pack-relative-relocs`); every other is younger, so none of Lambda's loaders knows it.
 */
const abiMarkers: ReadonlyMap<string, string> = new Map([[relrMarker, '2.36']]);

/** The oldest glibc on which a program starts, and why. */
export interface GlibcFloor {
  /** The highest release required, as `2.34`; undefined when none is (a static program, or another libc). */
  readonly version: string | undefined;
  /** Symbols that ask for that very release, as far as the file tells. */
  readonly symbols: readonly string[];
  /** Requirements that are no release: GLIBC_PRIVATE (only one build of glibc) and unknown ABI markers. */
  readonly unknown: readonly string[];
}

/** The glibc release behind a version name (`GLIBC_2.34` → `2.34`); undefined when it is not one. */
export function glibcRelease(versionName: string): string | undefined {
  return /^GLIBC_(\d{1,4}(?:\.\d{1,4}){1,3})$/.exec(versionName)?.[1] ?? abiMarkers.get(versionName);
}

/** The highest glibc that the requirements ask for. Weak ones do not count: the loader lets them pass. */
export function glibcFloor(requirements: readonly VersionRequirement[]): GlibcFloor {
  const strict = requirements
    .filter((requirement) => !requirement.weak && requirement.version.startsWith('GLIBC_'))
    .map(({ version, symbols }) => ({
      version,
      // No symbol asks for a marker: it stands for itself.
      symbols: abiMarkers.has(version) ? [version] : symbols,
      release: glibcRelease(version),
    }));
  const releases = strict.flatMap(({ release }) => release ?? []).sort(compareVersions);
  const highest = releases.at(-1);
  return {
    version: highest,
    symbols: strict.filter(({ release }) => release && release === highest).flatMap(({ symbols }) => symbols),
    unknown: strict.filter(({ release }) => release === undefined).map(({ version }) => version),
  };
}
