/** What a file is that Linux cannot start, and how to get what it can. */
export interface ForeignFormat {
  readonly what: string;
  /** Absent where publishing for Linux is the fix. */
  readonly fix?: string;
}

/** Files of other systems and archives, by their first bytes. */
const magics: readonly (ForeignFormat & { readonly magic: readonly number[] })[] = [
  { magic: [0x4d, 0x5a], what: 'a Windows program (PE)' },
  { magic: [0xcf, 0xfa, 0xed, 0xfe], what: 'a macOS program (Mach-O)' },
  { magic: [0xca, 0xfe, 0xba, 0xbe], what: 'a macOS universal program or a Java class' },
  { magic: [0x1f, 0x8b], what: 'a gzip archive' },
  { magic: [0x50, 0x4b, 3, 4], what: 'a zip archive' },
  { magic: [0xff, 0xfe], what: 'a text in UTF-16', fix: 'Save it as UTF-8 without a byte order mark.' },
];

const assembly: ForeignFormat = {
  what: 'a .NET assembly (IL), which only an installed .NET runs',
  fix: 'Set <PublishAot>true</PublishAot>, publish it, and pack what comes of it: "lambda-nativeaot build" does.',
};

const scriptWithoutInterpreter: ForeignFormat = {
  what: 'a text whose first line is not like #!/bin/sh',
  fix: 'Begin a script with #!/bin/sh, at its very first byte, or publish for Linux: "lambda-nativeaot build".',
};

/** What a file that is neither an ELF file nor a script most likely is; undefined when nothing is known. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  if (isAssembly(bytes)) return assembly;
  const known = magics.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  return known ?? (isText(bytes) ? scriptWithoutInterpreter : undefined);
}

/** Directory 14 of a PE file's optional header is the CLR header (ECMA-335, II.25.2.3.3). */
function isAssembly(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => (at + 2 <= bytes.length ? view.getUint16(at, true) : 0);
  const u32 = (at: number) => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0);
  if (u16(0) !== 0x5a4d) return false;
  const header = u32(0x3c);
  if (u32(header) !== 0x4550) return false;
  const optional = header + 24;
  const directories = { 267: 96, 523: 112 }[u16(optional)];
  return directories !== undefined && u32(optional + directories + 14 * 8) !== 0;
}

const lookedAt = 512;

/** No control characters but those of a text among the first bytes. */
function isText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, lookedAt);
  return start.every((byte) => byte >= 0x20 || (byte >= 0x07 && byte <= 0x0d) || byte === 0x1b);
}
