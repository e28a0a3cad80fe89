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

/** Sections that ILCompiler alone writes; they survive `strip`. */
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

/** How the program was published; undefined when it is not .NET's. */
export function dotnetKind(elf: Elf, bytes: Uint8Array): DotnetKind | undefined {
  if (nativeSections.some((name) => elf.sections.includes(name))) return 'native';
  if (!contains(bytes, hostMarker)) return undefined;
  return runtimeMarkers.some((marker) => contains(bytes, marker)) ? 'single-file' : 'apphost';
}

/** Which libraries the program may open while it runs, by the .NET shims it contains. */
export function openedLibraries(bytes: Uint8Array): OpenedLibraries {
  return { openSsl: contains(bytes, shimMarkers.openSsl), icu: contains(bytes, shimMarkers.icu) };
}

function contains(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, 'latin1');
}
