import { type DotnetKind, dotnetKind, type OpenedLibraries, openedLibraries } from './dotnet.ts';
import { type Elf, ElfError, type ElfIdentity, isElf, readElf, readElfIdentity } from './elf.ts';
import { readScript, type Script } from './script.ts';
import type { ZipEntry } from './zip.ts';

export interface Program {
  /** The path in the zip, or the name of the file; undefined for bytes without a name. */
  readonly name: string | undefined;
  /** Where it comes from, when that is a zip. */
  readonly entry?: ZipEntry;
  /** What the entry of this name leads to, when it is a symbolic link. */
  readonly link?: string;
  /** `st_mode`; undefined when nobody can say (bytes alone, or a file on Windows). */
  readonly mode: number | undefined;
  /** The contents; absent when the zip's entry is damaged. */
  readonly bytes?: Uint8Array;
  readonly identity?: ElfIdentity;
  readonly elf?: Elf;
  /** Why it cannot be read although it starts as an ELF file. */
  readonly elfProblem?: string;
  readonly script?: Script;
  readonly dotnet?: DotnetKind | undefined;
  readonly opens?: OpenedLibraries;
}

/** A shared library or another ELF file that lies in the zip beside the program. */
export type PackedElf = Pick<Program, 'identity' | 'elf' | 'elfProblem'> & { readonly name: string };

/** Reads what the bytes say of a program. */
export function readProgram(program: Pick<Program, 'name' | 'mode' | 'bytes'>): Program {
  const { bytes } = program;
  if (!bytes) return program;
  if (!isElf(bytes)) {
    const script = readScript(bytes);
    return script ? { ...program, script } : program;
  }
  try {
    const identity = readElfIdentity(bytes);
    if (identity.class !== 64 || identity.endianness !== 'little') return { ...program, identity };
    const elf = readElf(bytes);
    return { ...program, identity, elf, dotnet: dotnetKind(elf, bytes), opens: openedLibraries(bytes) };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { ...program, elfProblem: error.message };
  }
}
