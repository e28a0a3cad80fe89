import { lambdaLimits } from '../platform/limits.ts';
import { programName } from '../platform/runtimes.ts';
import { PagePool } from './pages.ts';
import { type PackedElf, type Program, readContents, readLibrary } from './program.ts';
import { extract, unpackedPieces } from './zip/data.ts';
import { isLink, type ZipEntry } from './zip/entry.ts';
import { ZipError } from './zip/error.ts';
import { zipLimits } from './zip/limits.ts';
import { type Destination, LinkWalk } from './zip/links.ts';
import { PackageTree } from './zip/tree.ts';
import type { Zip } from './zip/zip.ts';

/** Where a link of the zip leads. */
export interface PackedLink {
  readonly entry: ZipEntry;
  /** The path that it contains; empty when the contents are not a path. */
  readonly target: string;
  readonly destination: Destination;
}

/** What a zip becomes when it is unpacked. */
export interface Package {
  readonly tree: PackageTree;
  readonly links: readonly PackedLink[];
  /** Entries that cannot be unpacked, and why. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
}

interface Read extends Package {
  readonly program?: Program;
  readonly libraries: readonly PackedElf[];
}

/**
 * Unpacks every entry to see that it can be, one after the other, and reads program and libraries. Where the declared
 * sizes come to more than Lambda takes, nothing is unpacked. No contents are kept.
 * @throws ZipError when there are more folders or links than any function has.
 */
export async function readPackage(zip: Zip): Promise<Read> {
  const tree = new PackageTree(zip.entries);
  const found = findProgram(tree, zip.entries);
  if (zip.unzippedSize >= lambdaLimits.unzipped) {
    const program = found && { name: found.name, mode: found.mode, entry: found };
    return { tree, links: [], damaged: [], libraries: [], ...(program && { program }) };
  }
  const damaged: { name: string; reason: string }[] = [];
  const intact = async <T>({ name }: ZipEntry, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      damaged.push({ name, reason: error.message });
      return undefined;
    }
  };
  const links = await readLinks(zip, tree, intact);
  const link = links.find(({ entry }) => entry === found);
  const origin = link === undefined ? found : entryOf(link.destination);
  const pool = new PagePool();
  const libraries = new Libraries();
  let program: Program | undefined = found && {
    name: found.name,
    mode: (origin ?? found).mode,
    entry: origin ?? found,
    ...(link && { link: link.target }),
  };
  for (const entry of zip.entries) {
    if (isLink(entry)) continue;
    const pieces = () => unpackedPieces(zip, entry);
    if (program !== undefined && entry === origin) {
      program = { ...program, ...(await intact(entry, readContents(entry.size, pieces, pool))) };
    } else {
      libraries.add(await intact(entry, readLibrary(entry.name, entry.size, pieces, pool)));
    }
  }
  return { tree, links, damaged, libraries: libraries.all, ...(program && { program }) };
}

const entryOf = (destination: Destination): ZipEntry | undefined => {
  const entry = destination.kind === 'found' ? destination.node.entry : undefined;
  return entry?.isDirectory ? undefined : entry;
};

/** What all libraries together may ask of the loader: names in bytes, and some more for each version. */
const mostLibraryBytes = 4_194_304;
const bytesOfRequirement = 64;
/** What a damaged library counts: reading it may have taken as long as reading a large one. */
const bytesOfDamaged = 4096;

/** The libraries so far. @throws ZipError when they are more than a gate can look at. */
class Libraries {
  readonly all: PackedElf[] = [];
  #bytes = 0;

  add(library: PackedElf | undefined): void {
    if (library === undefined) return;
    if (library.elfProblem !== undefined) this.#bytes += bytesOfDamaged;
    const { needed = [], searchPath = [], requirements = [] } = library.elf ?? {};
    for (const name of [...needed, ...searchPath]) this.#bytes += name.length + bytesOfRequirement;
    for (const { library: from, version } of requirements) {
      this.#bytes += from.length + version.length + bytesOfRequirement;
    }
    if (this.#bytes > mostLibraryBytes)
      throw new ZipError('Its libraries ask for more than 4 MB of names, or a thousand are damaged.');
    this.all.push(library);
  }
}

/** Reads where every link leads. A link whose path is no path (too long, empty, with a NUL) leads nowhere. */
async function readLinks(
  zip: Zip,
  tree: PackageTree,
  intact: <T>(entry: ZipEntry, work: Promise<T>) => Promise<T | undefined>,
): Promise<PackedLink[]> {
  const targets = new Map<string, string>();
  const found: { entry: ZipEntry; path: string; target: string }[] = [];
  let bytes = 0;
  for (const entry of zip.entries.filter(isLink)) {
    const data = await intact(entry, extract(zip, entry, zipLimits.pathBytes - 1));
    if (data === undefined) continue;
    bytes += data.length;
    if (bytes > zipLimits.linkBytes) throw new ZipError('The paths of its links take more than 1 MB.');
    const target = data.includes(0) ? '' : data.toString('utf8');
    const node = tree.nodeOf(entry);
    if (node === undefined) continue;
    targets.set(node.path, target);
    found.push({ entry, path: node.path, target });
  }
  const walk = new LinkWalk(tree, targets);
  return found.map(({ entry, path, target }) => {
    const destination = target === '' ? ({ kind: 'missing' } as const) : walk.follow(path);
    return { entry, target, destination };
  });
}

/** `bootstrap` in the root; else the nearest miss: in a folder, or in other letters. */
function findProgram(tree: PackageTree, entries: readonly ZipEntry[]): ZipEntry | undefined {
  const inRoot = tree.fileAt(programName);
  if (inRoot !== undefined) return inRoot;
  const files = entries.filter(({ isDirectory }) => !isDirectory);
  const [inFolder] = files
    .filter(({ name }) => name.split(/[/\\]/).at(-1) === programName)
    .sort((a, b) => a.name.length - b.name.length);
  return inFolder ?? files.find(({ name }) => name.toLowerCase() === programName);
}
