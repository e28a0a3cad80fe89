import { expand } from './condition.ts';
import type { LoadedProject } from './files.ts';
import { type ItemDefinition, metadata } from './msbuild.ts';

/** A NuGet package that a project refers to. */
export interface PackageReference {
  readonly id: string;
  /** As resolved; undefined where only NuGet or MSBuild can tell. */
  readonly version: string | undefined;
  readonly reference: ItemDefinition;
  /** Its PackageVersion, where versions are managed centrally. */
  readonly central: ItemDefinition | undefined;
}

const sameId = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The packages that a project refers to, itself or through the files that MSBuild imports for it. */
export function packageReferences({ files, packages, evaluation }: LoadedProject): PackageReference[] {
  const references = files.flatMap(({ items }) =>
    items.filter(({ type, include }) => type === 'PackageReference' && include !== ''),
  );
  return references.map((reference) => {
    const central = packages?.items.findLast(
      ({ type, include }) => type === 'PackageVersion' && sameId(include, reference.include),
    );
    const written =
      metadata(reference, 'VersionOverride') ??
      metadata(reference, 'Version') ??
      (central && metadata(central, 'Version'));
    const version = written === undefined ? undefined : expand(written, evaluation.values);
    return { id: reference.include, version: version || undefined, reference, central };
  });
}

/** The numbers of a version; a range or a floating version counts by its lower end. */
function numbers(version: string): number[] {
  const core = /\d+(\.\d+)*/.exec(version)?.[0] ?? '';
  return core.split('.').map(Number);
}

/** Whether a version is older than another; a prerelease counts as its release. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
