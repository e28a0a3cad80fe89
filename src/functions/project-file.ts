import type { LoadedProject } from '../dotnet/files.ts';
import { isOlder, packageReferences } from '../dotnet/packages.ts';
import { addItems, addProperties, definitionsOf, setPropertyText } from '../dotnet/project-edits.ts';
import type { Edit } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import type { FunctionNeeds, PackageReference, SuppressedWarning } from '../project/view.ts';
import { usingItems } from './sources.ts';

/** Edits to the project file, and to Directory.Packages.props where it has the versions. */
export interface ProjectEdits {
  readonly project: readonly Edit[];
  readonly packages: readonly Edit[];
}

/** Whether two ids are of the same package: NuGet goes by no case. */
export const sameId = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The warnings that a value of NoWarn names. */
const codesIn = (value: string) => value.split(/[;,\s]+/);

/** Adds warnings to the last value that the project file gives NoWarn in any case, or gives it one. */
function noWarnEdits({ file, evaluation }: LoadedProject, warnings: readonly SuppressedWarning[]): Edit[] {
  const known = codesIn(evaluation.get('NoWarn') ?? '');
  const missing = warnings.filter(({ code }) => !known.includes(code));
  if (missing.length === 0) return [];
  const own = definitionsOf(file, 'NoWarn').findLast(({ conditions }) => conditions.length === 0);
  const codes = missing.map(({ code }) => code);
  if (own !== undefined) return [setPropertyText(file, own, [own.value, ...codes].join(';'))];
  return addProperties(
    file,
    undefined,
    missing.map(({ code, why }) => ({ name: 'NoWarn', value: `$(NoWarn);${code}`, comment: why })),
  );
}

/**
 * Makes a project refer to packages, import namespaces everywhere and do without warnings; what it has already stays.
 * @throws UserError when it has a package in a version that is too old.
 */
export function projectEdits(
  project: LoadedProject,
  { packages, globalUsings, noWarn }: Pick<FunctionNeeds, 'packages' | 'globalUsings' | 'noWarn'>,
): ProjectEdits {
  const references = packageReferences(project);
  const missing = packages.filter(({ id, version }) => {
    const own = references.find((reference) => sameId(reference.id, id));
    if (own?.version !== undefined && isOlder(own.version, version)) {
      throw new UserError(
        `The project has ${own.id} ${own.version}; this sample needs ${version} or newer, so update it first.`,
      );
    }
    return own === undefined;
  });
  const central = project.packages;
  const versions = central?.items.filter(({ type }) => type === 'PackageVersion') ?? [];
  const unversioned = missing.filter(({ id }) => !versions.some(({ include }) => sameId(include, id)));
  const present = usingItems(project);
  const newUsings = globalUsings.filter((name) => !present.includes(name));
  const reference = ({ id, version }: PackageReference) =>
    central
      ? `<PackageReference Include="${id}" />`
      : `<PackageReference Include="${id}" Version="${version}" />`;
  return {
    project: [
      ...noWarnEdits(project, noWarn),
      ...addItems(project.file, 'PackageReference', missing.map(reference)),
      ...addItems(
        project.file,
        'Using',
        newUsings.map((name) => `<Using Include="${name}" />`),
      ),
    ],
    packages: central
      ? addItems(
          central,
          'PackageVersion',
          unversioned.map(({ id, version }) => `<PackageVersion Include="${id}" Version="${version}" />`),
        )
      : [],
  };
}
