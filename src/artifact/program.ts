import type { Pieces } from './byte-source.ts';
import {
  type DotnetKind,
  dotnetKind,
  MarkerSearch,
  type OpenedLibraries,
  openedLibraries,
} from './dotnet.ts';
import { type Elf, ElfError, type ElfIdentity, isElf, isReadable, readElf, readElfIdentity } from './elf.ts';
import { type ForeignFormat, foreignFormat } from './foreign.ts';
import { type PagePool, Pages } from './pages.ts';
import { readScript, type Script } from './script.ts';
import type { ZipEntry } from './zip/entry.ts';

/** What the contents of a file say of it as a program. */
export interface Contents {
  /** In bytes. */
  readonly size: number;
  readonly identity?: ElfIdentity;
  readonly elf?: Elf;
  /** Why it cannot be read although it starts as an ELF file. */
  readonly elfProblem?: string;
  readonly script?: Script;
  /** What else it is, when that is known and nothing that Linux starts. */
  readonly foreign?: ForeignFormat | undefined;
  readonly dotnet?: DotnetKind | undefined;
  readonly opens?: OpenedLibraries;
}

export interface Program extends Partial<Contents> {
  /** The path in the zip, or the name of the file; undefined for bytes without a name. */
  readonly name: string | undefined;
  /** Where it comes from, when that is a zip. */
  readonly entry?: ZipEntry;
  /** What the entry of this name leads to, when it is a symbolic link. */
  readonly link?: string;
  /** `st_mode`; undefined when it is not known (bytes without a file, or a file on Windows). */
  readonly mode: number | undefined;
  /** In bytes; absent when the contents could not be read. */
  readonly size?: number;
}

/** A shared library or another ELF file that lies in the zip beside the program: what the loader asks of it. */
export interface PackedElf extends Pick<Program, 'identity' | 'elfProblem'> {
  readonly name: string;
  readonly elf?: Pick<Elf, 'needed' | 'searchPath' | 'requirements'>;
}

const scattered = () =>
  new ElfError('Its tables lie scattered over the whole file, as no linker writes them');

const magicLength = 4;

/** Reads a file once, piece by piece, and keeps what its tables are read from. Other files than ELF's leave their head. */
async function keepPages(
  size: number,
  pieces: Pieces,
  pool: PagePool,
  search?: MarkerSearch,
): Promise<Pages> {
  const pages = new Pages(size, pool);
  let offset = 0;
  for await (const piece of pieces()) {
    pages.add(offset, piece);
    offset += piece.length;
    if (offset >= magicLength && pages.keepsTables && !isElf(pages.head)) pages.keepsTables = false;
    search?.add(piece);
  }
  return pages;
}

/** Reads the tables of an ELF file. @throws ElfError */
const elfOf = (pages: Pages, pieces: Pieces, withSymbols: boolean): Promise<Elf> =>
  pages.withAllPages(pieces, () => readElf(pages, withSymbols), scattered);

/**
 * Reads what the contents say of a program. At most 48 MB of it are held at a time.
 * @param pieces its bytes; usually read once, a few times more when its tables lie in the middle of a large file.
 * @throws what `pieces` throws.
 */
export async function readContents(size: number, pieces: Pieces, pool: PagePool): Promise<Contents> {
  const search = new MarkerSearch();
  const pages = await keepPages(size, pieces, pool, search);
  try {
    const { head } = pages;
    if (!isElf(head)) {
      const script = readScript(head);
      return script ? { size, script } : { size, foreign: foreignFormat(head) };
    }
    const identity = readElfIdentity(pages);
    if (!isReadable(identity)) return { size, identity };
    const elf = await elfOf(pages, pieces, true);
    return {
      size,
      identity,
      elf,
      dotnet: dotnetKind(elf, search.found),
      opens: openedLibraries(search.found),
    };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { size, elfProblem: error.message };
  } finally {
    pages.release();
  }
}

/**
 * Reads what a library asks of the loader; undefined for a file that is not ELF's, which is read all the same, so
 * that a damaged one is found.
 * @throws what `pieces` throws.
 */
export async function readLibrary(
  name: string,
  size: number,
  pieces: Pieces,
  pool: PagePool,
): Promise<PackedElf | undefined> {
  const pages = await keepPages(size, pieces, pool);
  try {
    if (!isElf(pages.head)) return undefined;
    const identity = readElfIdentity(pages);
    if (!isReadable(identity)) return { name, identity };
    // Symbols explain a program's version of glibc; of libraries there may be thousands.
    const { needed, searchPath, requirements } = await elfOf(pages, pieces, false);
    return { name, identity, elf: { needed, searchPath, requirements } };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { name, elfProblem: error.message };
  } finally {
    pages.release();
  }
}
