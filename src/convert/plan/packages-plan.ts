import type { LoadedProject } from '../../dotnet/files.ts';
import { type ItemDefinition, metadata, placeOfItem } from '../../dotnet/msbuild.ts';
import { isOlder, type PackageReference, packageReferences } from '../../dotnet/packages.ts';
import { addItems, removeElement, setMetadata } from '../../dotnet/project-edits.ts';
import type { Element } from '../../dotnet/xml.ts';
import { sameId } from '../../functions/project-file.ts';
import { awsPackages } from '../../project/view.ts';
import { isOutside } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Changes } from './changes.ts';

interface Needed {
  readonly id: string;
  /** The version that a project gets that lacks the package, or has one too old. */
  readonly version: string;
  /** The oldest that AWS's own NativeAOT templates are made with: earlier ones are not all trim-safe. */
  readonly oldest: string;
}

/** AWS's serializer, by its package, which is also its namespace. */
export const serializerPackage = 'Amazon.Lambda.Serialization.SystemTextJson';

const oldestVersions: Readonly<Record<string, string>> = {
  'Amazon.Lambda.Core': '2.8.1',
  'Amazon.Lambda.RuntimeSupport': '1.14.2',
  [serializerPackage]: '2.4.5',
};

/** What an executable with AWS's runtime client refers to. */
const neededPackages: readonly Needed[] = awsPackages.map(({ id, version }) => ({
  id,
  version,
  oldest: oldestVersions[id] as string,
}));

/** AWS's serializer on Newtonsoft.Json, which brings that package along. */
export const newtonsoftSerializer = 'Amazon.Lambda.Serialization.Json';

/** The package for code that goes on using it. */
export const newtonsoftPackage = { id: 'Newtonsoft.Json', version: '13.0.3' } as const;

/** What the built-in runtime takes the place of. */
export const replacedPackages = [...neededPackages.map(({ id }) => id), newtonsoftSerializer] as const;

/**
 * Whether a package is one that the SDK refers to by itself for a native build: its compiler, which an SDK before 8
 * had to be told of, and its trimmer. A reference of the project contradicts the SDK's version, and a central version
 * is refused (NU1009).
 */
const isOfSdk = (id: string): boolean =>
  /^(?:(?:runtime\.[\w.-]+\.)?Microsoft\.DotNet\.ILCompiler|Microsoft\.NET\.ILLink\.(?:Tasks|Analyzers))$/i.test(
    id,
  );

const isOfLambda = ({ include }: ItemDefinition) => /^Amazon\.Lambda\./i.test(include);

/** Plans the package references: what is missing is added, what is too old is raised, the rest stays. */
export class PackagesPlan {
  readonly remarks: string[] = [];
  readonly #facts: ProjectFacts;
  readonly #changes: Changes;
  readonly #references: readonly PackageReference[];
  /** The references that are dropped. */
  readonly removed = new Set<Element>();

  constructor(facts: ProjectFacts, changes: Changes) {
    this.#facts = facts;
    this.#changes = changes;
    this.#references = packageReferences(facts.project);
  }

  /** The packages of AWS's runtime client, all of them new enough for each other. */
  requireAws(needsSerializer: boolean): void {
    const all = neededPackages.filter(
      ({ id }) => needsSerializer || id !== serializerPackage || this.#find(id),
    );
    const states = all.map((needed) => ({ needed, found: this.#find(needed.id) }));
    const isFine = states.every(({ needed, found }) => found && !this.#isTooOld(found, needed.oldest));
    if (isFine) return;
    const missing: Needed[] = [];
    for (const { needed, found } of states) {
      if (!found) missing.push(needed);
      else if (this.#isTooOld(found, needed.version)) this.#raise(found, needed.version);
    }
    this.#add(missing);
  }

  /** A package that the code uses and that came with one that is dropped. */
  require(needed: Pick<Needed, 'id' | 'version'>): void {
    if (!this.#find(needed.id)) this.#add([{ ...needed, oldest: needed.version }]);
  }

  /** Drops references to packages, before others are added; `why` says what is there instead. */
  remove(ids: readonly string[], why: string): void {
    const found = this.#references.filter(({ id }) => ids.some((other) => sameId(other, id)));
    for (const { reference } of found) {
      const file = this.#facts.project.file;
      if (reference.file !== file.xml) {
        this.remarks.push(
          `${reference.file.path} still refers to ${reference.include}; it is no longer needed.`,
        );
        continue;
      }
      this.#changes.edit(file.xml, [removeElement(file, reference.element)]);
      this.removed.add(reference.element);
      this.remarks.push(`Package ${reference.include} removed: ${why}.`);
    }
  }

  /** Drops what the SDK refers to by itself: the references, and their versions where these are managed centrally. */
  leaveToSdk(): void {
    const own = this.#references.map(({ id }) => id).filter(isOfSdk);
    this.remove(own, 'the SDK brings the one that fits it');
    const { packages } = this.#facts.project;
    for (const item of packages?.items ?? []) {
      if (!packages || item.type !== 'PackageVersion' || !isOfSdk(item.include)) continue;
      if (isOutside(this.#facts.root, packages.xml.path)) {
        this.remarks.push(
          `${placeOfItem(item)} has a version of ${item.include}, which NuGet refuses in a native build (NU1009); remove that line.`,
        );
      } else {
        this.#changes.edit(packages.xml, [removeElement(packages, item.element)]);
      }
    }
  }

  /** The `<Using>` items that import namespaces of packages that are gone. */
  replaceUsings(from: string, to: string): void {
    const { file } = this.#facts.project;
    for (const item of file.items.filter(({ type, include }) => type === 'Using' && include === from)) {
      this.#changes.edit(file.xml, setMetadata(file, item, 'Include', to));
    }
  }

  /** Whether the project itself refers to a package. */
  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  #find(id: string): PackageReference | undefined {
    return this.#references.find((reference) => sameId(reference.id, id));
  }

  #isTooOld({ version }: PackageReference, than: string): boolean {
    return version !== undefined && /\d/.test(version) && isOlder(version, than);
  }

  #raise({ id, version, reference, central }: PackageReference, to: string): void {
    this.remarks.push(`Package ${id} raised from ${version} to ${to}, which runs natively.`);
    this.#setVersion(this.#facts.project, { id, version, reference, central }, to);
    // What refers to the function may not ask for an older one (NU1605).
    for (const test of this.#facts.tests) {
      const own = packageReferences(test).find((other) => sameId(other.id, id));
      if (own && this.#isTooOld(own, to)) this.#setVersion(test, own, to);
    }
  }

  #setVersion(project: LoadedProject, { id, reference, central }: PackageReference, to: string): void {
    const override = metadata(reference, 'VersionOverride') !== undefined;
    const isShared = central === undefined || isOutside(this.#facts.root, central.file.path);
    if (central && !override && !isShared && project.packages) {
      this.#changes.edit(central.file, setMetadata(project.packages, central, 'Version', to));
      return;
    }
    if (central && !this.#mayOverride(project)) {
      this.remarks.push(
        `${central.file.path} manages versions and allows no other: set ${id} to ${to} there.`,
      );
      return;
    }
    const name = override || central ? 'VersionOverride' : 'Version';
    const owner = project.files.find(({ xml }) => xml === reference.file) ?? project.file;
    this.#changes.edit(reference.file, setMetadata(owner, reference, name, to));
  }

  /** Whether a project may have a version of its own where another file manages them (else NU1013). */
  #mayOverride({ evaluation }: LoadedProject): boolean {
    return evaluation.get('CentralPackageVersionOverrideEnabled')?.toLowerCase() !== 'false';
  }

  #add(missing: readonly Needed[]): void {
    const { project, root } = this.#facts;
    const { packages } = project;
    for (const { id, version } of missing) this.remarks.push(`Package ${id} ${version} added.`);
    const isInside = packages && !isOutside(root, packages.xml.path);
    const central =
      packages?.items.filter(({ type }) => type === 'PackageVersion').map(({ include }) => include) ?? [];
    const mayOverride = this.#mayOverride(project);
    const lines = missing.map(({ id, version }) => {
      const isListed = central.some((other) => sameId(other, id));
      const isManaged = packages !== undefined && (isInside === true || isListed || !mayOverride);
      const attribute = isManaged ? '' : ` Version${packages ? 'Override' : ''}="${version}"`;
      if (packages && !isInside && !isListed && !mayOverride) {
        this.remarks.push(
          `${packages.xml.path} manages versions and allows no other: add <PackageVersion Include="${id}" Version="${version}" /> there.`,
        );
      }
      return `<PackageReference Include="${id}"${attribute} />`;
    });
    this.#changes.edit(
      project.file.xml,
      addItems(project.file, 'PackageReference', lines, this.removed, isOfLambda),
    );
    if (!packages || !isInside) return;
    const versions = missing
      .filter(({ id }) => !central.some((other) => sameId(other, id)))
      .map(({ id, version }) => `<PackageVersion Include="${id}" Version="${version}" />`);
    this.#changes.edit(packages.xml, addItems(packages, 'PackageVersion', versions, new Set(), isOfLambda));
    for (const { id, version } of missing) {
      const listed = packages.items.find(
        ({ type, include }) => type === 'PackageVersion' && sameId(include, id),
      );
      const written = listed && metadata(listed, 'Version');
      if (listed && written && isOlder(written, version)) {
        this.#changes.edit(packages.xml, setMetadata(packages, listed, 'Version', version));
      }
    }
  }
}
