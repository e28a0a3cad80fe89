import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkArtifact, checks } from '../../src/artifact/gate.ts';
import { UserError } from '../../src/errors.ts';
import { al2, al2023, arm64, find, problems } from './gate-support.ts';
import { pack, soundElf, staticElf } from './samples.ts';

describe('a good artifact', () => {
  it('passes every check as a zip', async () => {
    const findings = await checkArtifact(await pack([{ name: 'bootstrap', data: soundElf() }]), al2023);
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    expect(findings.map(({ id }) => id)).toEqual([
      'zip',
      'bootstrap',
      'creator',
      'executable',
      'format',
      'class',
      'machine',
      'loader',
      'glibc',
      'libraries',
      'opened-libraries',
      'native',
      'stripped',
      'extra-files',
      'zipped-size',
      'unzipped-size',
      'times',
    ]);
  });

  it('passes for arm64', async () => {
    const elf = soundElf({
      machine: 183,
      interpreter: '/lib/ld-linux-aarch64.so.1',
      needed: ['libc.so.6', 'ld-linux-aarch64.so.1'],
    });
    expect(problems(await checkArtifact(elf, arm64))).toEqual([]);
  });

  it('passes on provided.al2 when it was linked against an old glibc', async () => {
    const elf = soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_2.26' }] });
    expect(problems(await checkArtifact(elf, al2))).toEqual([]);
  });

  it('passes when it is static, and says that it has no glibc floor', async () => {
    const findings = await checkArtifact(staticElf(), al2);
    expect(problems(findings)).toEqual([]);
    expect(find(findings, 'glibc')).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('no glibc floor'),
    });
  });

  it('passes when it brings the libraries that Lambda lacks', async () => {
    const elf = soundElf({ needed: ['libc.so.6', 'libfoo.so.1', 'libbar.so'] });
    const zip = await pack([
      { name: 'bootstrap', data: elf },
      { name: 'lib/libfoo.so.1', data: 'x' },
      { name: 'libbar.so', data: 'x' },
    ]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });

  it('passes when its own search path leads to a library of the zip', async () => {
    const elf = soundElf({ needed: ['libc.so.6', 'libfoo.so.1'], runpath: '/home/me/lib:$ORIGIN/native/' });
    const library = { name: 'native/libfoo.so.1', data: soundElf({ interpreter: undefined }) };
    const findings = await checkArtifact(await pack([{ name: 'bootstrap', data: elf }, library]), al2023);
    expect(problems(findings)).toEqual([]);
    expect(find(findings, 'packed-libraries')?.what).toBe('native/libfoo.so.1.');
  });

  it.each(['app/bootstrap', './app/../app/bootstrap', '/var/task/app/bootstrap'])(
    'passes when bootstrap is a link to %s in the zip',
    async (path) => {
      const link = { name: 'bootstrap', data: path, mode: 0o120777 };
      const zip = await pack([link, { name: 'app/bootstrap', data: soundElf() }]);
      const findings = await checkArtifact(zip, al2023);
      expect(problems(findings)).toEqual([]);
      expect(find(findings, 'bootstrap')?.what).toBe(`bootstrap is in the root, a link to "${path}".`);
      expect(find(findings, 'machine')?.severity).toBe('ok');
    },
  );

  it.each([
    '#!/bin/sh\n',
    '#! /bin/bash -e\n',
    '#!/usr/bin/env bash\n',
    '#!/usr/bin/env -S A=b sh -e\n',
    '#!/opt/bin/python3\n',
  ])('passes as a script that starts with %j', async (line) => {
    const zip = await pack([{ name: 'bootstrap', data: `${line}exec ./hello\n` }]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });

  it('passes when the zip has the files that the program reads', async () => {
    const zip = await pack([
      { name: 'bootstrap', data: soundElf() },
      { name: 'appsettings.json', data: '{}', mode: 0o100644 },
      { name: 'wwwroot/', data: '', mode: 0o40755 },
      { name: 'wwwroot/index.html', data: '<p>', mode: 0o100644 },
    ]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });
});

describe('an artifact given as a path', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, data: Buffer | string, mode = 0o755) => {
    const path = join(folder, name);
    writeFileSync(path, data, { mode });
    return path;
  };

  it('is a bootstrap', async () => {
    const findings = await checkArtifact(write('bootstrap', soundElf()), al2023);
    expect(problems(findings)).toEqual([]);
    expect(findings.map(({ id }) => id)).toContain('name');
  });

  it('is a bootstrap with another name and without an execute bit', async () => {
    const findings = await checkArtifact(write('HelloNative', soundElf(), 0o644), al2023);
    const ids = problems(findings).map(({ id }) => id);
    expect(ids).toEqual(process.platform === 'win32' ? ['name'] : ['name', 'executable']);
  });

  it('is a zip', async () => {
    const path = write('hello.zip', await pack([{ name: 'bootstrap', data: soundElf() }]), 0o644);
    expect(problems(await checkArtifact(path, al2023))).toEqual([]);
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['a text', 'hello', 'It is a text whose first line is not like #!/bin/sh, not a zip.'],
    ['an ELF program', soundElf(), 'It is an ELF program, not a zip.'],
    ['a gzip archive', Buffer.from([0x1f, 0x8b, 8]), 'It is a gzip archive, not a zip.'],
    ['something else', '\x00\x01', 'It has no list of entries: it is not a zip, or is cut off.'],
  ])('is named .zip and is %s', async (_name, data, what) => {
    const findings = await checkArtifact(write('broken.zip', data), al2023);
    expect(problems(findings)).toMatchObject([{ id: 'zip', what }]);
  });

  it('is too large to be read', async () => {
    const path = write('bootstrap', '');
    truncateSync(path, 262_144_000);
    const findings = await checkArtifact(path, al2023);
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([['unzipped-size', 'error']]);
  });

  it.each([
    ['that does not exist', () => join(folder, 'nothing'), /^There is no \S+nothing\.$/],
    ['to a folder', () => folder, 'is a folder, not a file.'],
  ])('is refused for a path %s', async (_name, path, message) => {
    const checking = checkArtifact(path(), al2023);
    await expect(checking).rejects.toThrow(UserError);
    await expect(checking).rejects.toThrow(message);
  });
});

describe('the table of checks', () => {
  it('names every check once', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });
});
