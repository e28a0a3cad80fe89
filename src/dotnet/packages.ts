import { checkLimit, parseLimits } from '../limits/parse.ts';
import { compareVersions } from '../platform/versions.ts';
import { expand } from './condition.ts';
import type { LoadedProject } from './files.ts';
import { type ItemDefinition, metadata, placeOfItem } from './msbuild.ts';

/** A NuGet package that a project refers to. */
export interface PackageReference {
  readonly id: string;
  /** As resolved; undefined where only NuGet or MSBuild can tell. */
  readonly version: string | undefined;
  readonly reference: ItemDefinition;
  /** Its PackageVersion, where versions are managed centrally. */
  readonly central: ItemDefinition | undefined;
}

/** The versions that are managed centrally, by id; the last of an id counts. */
function centralVersions({ packages }: LoadedProject): Map<string, ItemDefinition> {
  const versions = packages?.items.filter(({ type }) => type === 'PackageVersion') ?? [];
  return new Map(versions.map((item) => [item.include.toLowerCase(), item]));
}

/**
 * The packages that a project refers to, itself or through the files that MSBuild imports for it.
 * @throws UserError when a version comes to too long a text.
 */
export function packageReferences(project: LoadedProject): PackageReference[] {
  const references = project.files.flatMap(({ items }) =>
    items.filter(({ type, include }) => type === 'PackageReference' && include !== ''),
  );
  const versions = centralVersions(project);
  return references.map((reference) => {
    const central = versions.get(reference.include.toLowerCase());
    const written =
      metadata(reference, 'VersionOverride') ??
      metadata(reference, 'Version') ??
      (central && metadata(central, 'Version'));
    const where = `${placeOfItem(reference)}: the version`;
    const version = written === undefined ? undefined : expand(written, project.evaluation.values, where);
    checkLimit(where, parseLimits.versionCharacters, version?.length ?? 0);
    return { id: reference.include, version: version || undefined, reference, central };
  });
}

/** The numbers of a version; a range or a floating version counts by its lower end. */
const numbers = (version: string) => /\d+(\.\d+)*/.exec(version)?.[0] ?? '0';

/** Whether a version is older than another; a prerelease counts as its release. */
export const isOlder = (version: string, than: string): boolean =>
  // "*" is the newest one that there is.
  !/^\s*\*/.test(version) && compareVersions(numbers(version), numbers(than)) < 0;
