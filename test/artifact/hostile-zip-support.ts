import { expect } from 'vitest';
import { checkArtifact, type Finding, type Target } from '../../src/artifact/gate.ts';
import { soundElf } from './samples.ts';
import { type BuiltEntry, type BuiltZip, buildZip, descriptor } from './zip-builder.ts';

/** Zips that one unpacker takes for another thing than the next. The gate refuses all of them. */

const target: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };
export const elf = soundElf();
export const program: BuiltEntry = { name: 'bootstrap', data: elf };
export const other = Buffer.from('#!/bin/sh\necho another program\n');
export const link = (name: string, path: string): BuiltEntry => ({ name, data: path, mode: 0o120777 });
export const file = (name: string): BuiltEntry => ({ name, data: 'x', mode: 0o100644 });

export const check = (entries: readonly BuiltEntry[], zip?: BuiltZip): Promise<Finding[]> =>
  checkArtifact(buildZip(entries, zip), target, 'zip');
export const problems = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'error').map(({ id, what }) => `${id}: ${what}`);

export interface Hostile {
  readonly what: string;
  readonly entries: readonly BuiltEntry[];
  readonly zip?: BuiltZip;
  /** The check that speaks, and what it says. */
  readonly says: string | RegExp;
}

export async function expectRefused({ entries, zip, says }: Hostile): Promise<void> {
  const found = problems(await check(entries, zip));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(says);
  expect(found[0]).toMatch(/^\P{Cc}+$/u);
}

export const withFlag = (data: Buffer, form: { signed: boolean; wide: boolean }): BuiltEntry => ({
  name: 'bootstrap',
  data,
  flags: 8,
  local: { crc: 0, size: 0, compressedSize: 0 },
  after: descriptor(data, data.length, form),
});
