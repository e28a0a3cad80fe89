import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readElf } from '../../src/artifact/elf.ts';
import { checkArtifact, type Finding, type Target } from '../../src/artifact/gate.ts';
import { architectureFacts, architectures } from '../../src/platform/architectures.ts';
import { compile, missingTools, patch, run } from './samples.ts';

/** Artifacts that gcc, binutils and Info-ZIP make, judged as a person would hand them in. */

const cannotRun = process.platform !== 'linux' || missingTools.length > 0;
if (cannotRun) {
  console.warn(
    `Real artifacts are not tested here: ${missingTools.join(', ') || 'this is not Linux'} missing.`,
  );
}

const source = 'int main(void) { return 0; }\n';
const host = architectures.find((name) => process.arch === (name === 'arm64' ? 'arm64' : 'x64')) ?? 'x86_64';
const other = architectures.find((name) => name !== host) ?? 'arm64';
const target: Target = { architecture: host, runtime: 'provided.al2023' };

const problemIds = (findings: readonly Finding[]) =>
  findings.filter(({ fix }) => fix !== undefined).map(({ id }) => id);
const whatOf = (findings: readonly Finding[], id: string) =>
  findings.find((finding) => finding.id === id)?.what;

describe.skipIf(cannotRun)('an artifact made with real tools', () => {
  let folder: string;
  /** A stripped program whose only version is one that every glibc has. */
  let good: Buffer;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'artifact-'));
    // Without the start files nothing asks for a new glibc, wherever the test runs.
    good = compile(
      folder,
      'extern void exit(int);\nvoid _start(void) { exit(0); }\n',
      '-s',
      '-nostartfiles',
      '-Wl,--build-id=0x0123456789abcdef',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, data: Buffer | string, mode = 0o755) => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, data);
    chmodSync(path, mode);
    return path;
  };
  /** Packs files of the folder as "make zip" does: fixed times, no extra fields. */
  const zip = (...names: string[]) => {
    rmSync(join(folder, 'function.zip'), { force: true });
    run(folder, 'touch', '-d', '1980-01-01 00:00:00', ...names);
    run(folder, 'zip', '-q', '-X', 'function.zip', ...names);
    return join(folder, 'function.zip');
  };

  it('passes when it is good, on both runtimes', async () => {
    file('bootstrap', good);
    const path = zip('bootstrap');
    for (const runtime of ['provided.al2023', 'provided.al2'] as const) {
      const findings = await checkArtifact(path, { ...target, runtime });
      expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    }
  });

  it('is the same zip twice, and the check of its times says so', async () => {
    file('bootstrap', good);
    const first = readFileSync(zip('bootstrap'));
    file('bootstrap', good);
    expect(readFileSync(zip('bootstrap'))).toEqual(first);
    expect(whatOf(await checkArtifact(first, target), 'times')).toContain(
      'CodeSha256 changes with the code alone',
    );
  });

  it('is read with its build id', () => {
    expect(readElf(good).buildId).toBe('0123456789abcdef');
  });

  it('is read as readelf reads it', () => {
    const elf = readElf(
      compile(folder, '#include <math.h>\nint main(int c, char **v) { return fmod(c, 3); }', '-lm'),
    );
    const readelf = run(folder, 'readelf', '-dVW', 'bootstrap');
    const all = (pattern: RegExp) => [...readelf.matchAll(pattern)].map((match) => match[1]);
    expect(elf.needed).toEqual(all(/\(NEEDED\).*\[(.+)\]/g));
    expect(elf.requirements.map(({ version }) => version)).toEqual(all(/Name: (\S+) {2}Flags/g));
    expect(elf.requirements.length).toBeGreaterThan(0);
  });

  it('is named for another machine', async () => {
    const wrong = patch(good, 18, architectureFacts[other].elfMachine);
    const findings = await checkArtifact(file('bootstrap', wrong), target);
    expect(problemIds(findings)).toEqual(['machine']);
    expect(whatOf(findings, 'machine')).toBe(`Built for ${other}, and the function is ${host}.`);
  });

  it('is named for a glibc that is too new, with the symbol that needs it', async () => {
    // A library with libm's soname and a version of the future: the link records what a newer distribution would.
    writeFileSync(join(folder, 'future.c'), 'int from_the_future(void) { return 0; }\n');
    writeFileSync(join(folder, 'future.map'), 'GLIBC_2.99 { global: from_the_future; };\n');
    const versions = ['-Wl,-soname,libm.so.6', '-Wl,--version-script=future.map'];
    run(folder, 'gcc', '-shared', '-fPIC', '-nostdlib', ...versions, '-o', 'libfuture.so', 'future.c');
    const program = compile(
      folder,
      'extern int from_the_future(void);\nint main(void) { return from_the_future(); }\n',
      '-s',
      '-L.',
      '-lfuture',
    );
    const findings = await checkArtifact(file('bootstrap', program), target);
    expect(problemIds(findings)).toEqual(['glibc']);
    expect(whatOf(findings, 'glibc')).toBe('Needs glibc 2.99 (from_the_future); provided.al2023 has 2.34.');
  });

  it('is named for the loader of musl', async () => {
    const program = compile(folder, source, '-s', '-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1');
    const findings = await checkArtifact(file('bootstrap', program), target);
    expect(problemIds(findings)).toContain('loader');
    expect(whatOf(findings, 'loader')).toContain('"/lib/ld-musl-x86_64.so.1" of musl');
  });

  it('is named for a missing execute bit, as a file and in a zip', async () => {
    const path = file('bootstrap', good, 0o644);
    expect(problemIds(await checkArtifact(path, target))).toEqual(['executable']);
    expect(problemIds(await checkArtifact(zip('bootstrap'), target))).toEqual(['executable']);
  });

  it('is named for a folder around bootstrap', async () => {
    file('publish/bootstrap', good);
    const findings = await checkArtifact(zip('publish', 'publish/bootstrap'), target);
    expect(problemIds(findings)).toEqual(['bootstrap']);
    expect(whatOf(findings, 'bootstrap')).toBe('The program is "publish/bootstrap".');
  });

  it('is named for debug information, and no longer after strip', async () => {
    const path = file('bootstrap', compile(folder, source, '-g'));
    expect(whatOf(await checkArtifact(path, target), 'stripped')).toContain('debug information');
    run(folder, 'strip', '--strip-debug', 'bootstrap');
    expect(whatOf(await checkArtifact(path, target), 'stripped')).toContain('a symbol table');
    run(folder, 'strip', 'bootstrap');
    expect(problemIds(await checkArtifact(path, target))).not.toContain('stripped');
  });

  it('is named for detached debug symbols in its place', async () => {
    compile(folder, source, '-g');
    run(folder, 'objcopy', '--only-keep-debug', 'bootstrap', 'bootstrap.dbg');
    copyFileSync(join(folder, 'bootstrap.dbg'), join(folder, 'bootstrap'));
    chmodSync(join(folder, 'bootstrap'), 0o755);
    const findings = await checkArtifact(join(folder, 'bootstrap'), target);
    expect(problemIds(findings)).toEqual(['format']);
    expect(whatOf(findings, 'format')).toContain('not a program');
  });

  it('is named for a library in the place of the program', async () => {
    const findings = await checkArtifact(
      file('bootstrap', compile(folder, source, '-shared', '-fPIC')),
      target,
    );
    expect(whatOf(findings, 'format')).toContain('not a program: a library');
  });

  it('is named for a library that Lambda lacks', async () => {
    run(folder, 'gcc', '-shared', '-fPIC', '-o', 'libmine.so', '-Wl,-soname,libmine.so.1', 'main.c');
    const program = compile(folder, source, '-s', '-Wl,--no-as-needed', '-L.', '-lmine');
    const findings = await checkArtifact(file('bootstrap', program), target);
    expect(whatOf(findings, 'libraries')).toContain('"libmine.so.1"');
  });

  it('has no glibc floor when it is static, with or without a fixed address', async () => {
    for (const flag of ['-static', '-static-pie']) {
      const program = compile(folder, source, '-s', flag);
      const findings = await checkArtifact(file('bootstrap', program), {
        ...target,
        runtime: 'provided.al2',
      });
      expect(problemIds(findings)).toEqual([]);
      expect(whatOf(findings, 'glibc')).toContain('no glibc floor');
    }
  });

  it('is named for a script with CR LF', async () => {
    file('bootstrap', '#!/bin/sh\r\nexec ./hello\r\n');
    const findings = await checkArtifact(zip('bootstrap'), target);
    expect(problemIds(findings)).toEqual(['script']);
    expect(whatOf(findings, 'script')).toContain('CR LF');
  });

  it('is named for an empty zip', async () => {
    file('bootstrap', good);
    const path = zip('bootstrap');
    run(folder, 'zip', '-q', '-d', 'function.zip', 'bootstrap');
    expect(problemIds(await checkArtifact(path, target))).toEqual(['zip']);
  });

  it('is named for the publish folder and the times of today', async () => {
    file('bootstrap', good);
    file('bootstrap.dbg', 'x'.repeat(1000), 0o644);
    file('HelloNative.pdb', 'x', 0o644);
    rmSync(join(folder, 'function.zip'), { force: true });
    run(folder, 'zip', '-q', 'function.zip', 'bootstrap', 'bootstrap.dbg', 'HelloNative.pdb');
    const findings = await checkArtifact(join(folder, 'function.zip'), target);
    expect(problemIds(findings)).toEqual(['extra-files']);
    expect(whatOf(findings, 'extra-files')).toContain('"bootstrap.dbg", "HelloNative.pdb"');
    expect(findings.find(({ id }) => id === 'times')?.severity).toBe('info');
  });

  it('is named for a zip bomb without being unpacked', async () => {
    file('bootstrap', good);
    truncateSync(file('zeros', ''), 262_144_000);
    rmSync(join(folder, 'function.zip'), { force: true });
    run(folder, 'zip', '-q', '-X', '-1', 'function.zip', 'bootstrap', 'zeros');
    const findings = await checkArtifact(join(folder, 'function.zip'), target);
    expect(problemIds(findings)).toEqual(['unzipped-size']);
  });
});
