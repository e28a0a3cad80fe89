import type { Finding, Target } from '../../src/artifact/gate.ts';

export const al2023: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };
export const al2: Target = { architecture: 'x86_64', runtime: 'provided.al2' };
export const arm64: Target = { architecture: 'arm64', runtime: 'provided.al2023' };

export const find = (findings: readonly Finding[], id: string) =>
  findings.find((finding) => finding.id === id);
export const problems = (findings: readonly Finding[]) => findings.filter(({ fix }) => fix !== undefined);

/** A PE file with a CLR header, as far as telling it from a Windows program goes. */
export const assembly = Buffer.alloc(0x200);
assembly.write('MZ');
assembly.writeUInt32LE(0x80, 0x3c);
assembly.write('PE', 0x80);
assembly.writeUInt16LE(0x20b, 0x98);
assembly.writeUInt32LE(0x2000, 0x98 + 112 + 14 * 8);

export const openSslShim = 'No usable version of libssl was found\0';
export const icuShim = 'Cannot get symbol %s from libicuuc\0';
export const host = 'hostfxr_main_startupinfo\0';
