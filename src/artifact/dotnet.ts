import type { Elf } from './elf.ts';

/**
 * How a .NET program was published. `native`: compiled ahead of time. `single-file`: the JIT and the runtime
 * in one file. `apphost`: a launcher that looks for hostfxr and a .dll beside it.
 */
export type DotnetKind = 'native' | 'single-file' | 'apphost';

/** Libraries that .NET opens by name when it first needs them, so that DT_NEEDED does not list them. */
export interface OpenedLibraries {
  /** .NET's OpenSSL shim is linked in: TLS, certificates, hashing. */
  readonly openSsl: boolean;
  /** .NET's ICU shim is linked in: InvariantGlobalization is off. */
  readonly icu: boolean;
}

/** Sections that only ILCompiler writes; they survive `strip`. */
const nativeSections = ['__managedcode', '.dotnet_eh_table'];

/** A string of the launcher that starts a runtime through hostfxr. */
const hostMarker = 'hostfxr_main_startupinfo';

/** Strings of the runtime itself, which a single file contains and a launcher does not. */
const runtimeMarkers = ['DotNetRuntimeDebugHeader', 'Failed to shut down CoreCLR'];

/**
 * Messages of the two native shims (libSystem.Security.Cryptography.Native.OpenSsl and
 * libSystem.Globalization.Native). The linker takes a shim in only when managed code calls it, so the message
 * is in the file exactly when the library may be opened.
 */
const shimMarkers = {
  openSsl: 'No usable version of libssl was found',
  icu: 'Cannot get symbol %s from libicuuc',
} as const;

/** All strings that tell something of a .NET program; `MarkerSearch` looks for them. */
const markers: readonly string[] = [hostMarker, ...runtimeMarkers, ...Object.values(shimMarkers)];
const longestMarker = Math.max(...markers.map(({ length }) => length));

/** Looks for the markers in a program that comes piece by piece. */
export class MarkerSearch {
  readonly found = new Set<string>();
  #end = Buffer.alloc(0);

  add(piece: Uint8Array): void {
    const missing = markers.filter((marker) => !this.found.has(marker));
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    // What begins in the piece before ends in this one.
    const seam = Buffer.concat([this.#end, bytes.subarray(0, longestMarker)]);
    for (const marker of missing) {
      if (seam.includes(marker, 0, 'latin1') || bytes.includes(marker, 0, 'latin1')) this.found.add(marker);
    }
    const last = bytes.length >= longestMarker ? bytes : seam;
    this.#end = Buffer.from(last.subarray(Math.max(0, last.length - longestMarker)));
  }
}

/** How the program was published; undefined when it is not .NET's. @param found the markers that are in it. */
export function dotnetKind(elf: Elf, found: ReadonlySet<string>): DotnetKind | undefined {
  if (nativeSections.some((name) => elf.sections.includes(name))) return 'native';
  if (!found.has(hostMarker)) return undefined;
  return runtimeMarkers.some((marker) => found.has(marker)) ? 'single-file' : 'apphost';
}

/** Which libraries the program may open while it runs, by the .NET shims it contains. */
export const openedLibraries = (found: ReadonlySet<string>): OpenedLibraries => ({
  openSsl: found.has(shimMarkers.openSsl),
  icu: found.has(shimMarkers.icu),
});
