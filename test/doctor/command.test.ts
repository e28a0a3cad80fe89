import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { checkDoctorUsage } from '../../src/doctor/usage.ts';
import { UsageError } from '../../src/errors.ts';
import { pack, soundElf } from '../artifact/samples.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';
import { complete, doctor, pathOf, problems, projectFolder } from './runs.ts';

/** Elsewhere than on Linux a build needs other things. */
const onLinux = process.platform === 'linux';

/** A project in which things are broken in ways that are fixed, and in some that are not. */
async function brokenProject(): Promise<string> {
  const project = await projectFolder('hello', { sample: 'json' });
  const change = (path: string, from: string | RegExp, to: string) => {
    const file = join(project, path);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(file, text.replace(from, to));
  };
  change('src/Hello/Hello.csproj', '<OutputType>Exe', '<OutputType>Library');
  change('src/Hello/Hello.csproj', /<InvariantGlobalization>.*/, '<PublishTrimmed>false</PublishTrimmed>');
  change('src/Hello/FunctionJsonContext.cs', /\[JsonSerializable\(typeof\(QuoteRequest\)\)\]\n/, '');
  change('.yo-rc.json', '"handler": "json"', '"handler": "jason"');
  change('Makefile', /^ARCH +:= x86_64/m, 'ARCH := arm64');
  rmSync(join(project, 'Dockerfile.al2'));
  return project;
}
const mendable = [
  'build-files',
  'output-type',
  'publish-trimmed',
  'invariant-globalization',
  'json-types',
  'makefile-values',
];
const notMendable = ['handlers', 'architecture'];

describe.runIf(onLinux)('doctor in a project', () => {
  it('finds nothing wrong with a new one on a machine that has the tools', async () => {
    const { exitCode, text, notes } = await doctor(await projectFolder('hello'), await pathOf(...complete));
    expect({ exitCode, notes }).toEqual({ exitCode: 0, notes: [] });
    expect(text).toMatch(/^MACHINE .*\n/);
    expect(text).toMatch(/^PROJECT +CHECK +hello \(net10\.0, builtin library\)$/m);
    expect(text).toMatch(/^ARTIFACT +CHECK +dist\/hello\.zip, for x86_64 on provided\.al2023$/m);
    expect(text).toMatch(/\n\nNo problem\.$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ['json', 'aws'],
    ['http-api', 'builtin'],
    ['sqs-batch', 'aws'],
    ['s3-event', 'builtin'],
  ] as const)('finds nothing wrong with the sample %s and the library %s', async (sample, library) => {
    const run = await doctor(await projectFolder('hello', { sample, library }), await pathOf(...complete));
    expect(problems(run)).toEqual([]);
  });

  it('ends with 3 when there are errors, and says how to fix each', async () => {
    const run = await doctor(await projectFolder('hello'), await pathOf('dotnet', 'make'));
    expect(run).toMatchObject({ exitCode: 3, error: '1 error: Linker.' });
    expect(run.text).toMatch(/^error +Linker +Neither clang nor gcc is on PATH\.$/m);
    expect(run.text.match(/Fix: /g)).toHaveLength(1);
  });

  it('finds what is broken, and changes nothing', async () => {
    const project = await brokenProject();
    const before = await readTree(project);
    const run = await doctor(project, await pathOf(...complete));
    expect(run).toMatchObject({
      exitCode: 3,
      error: expect.stringMatching(/^6 errors, 2 warnings: .*Handlers.*; "doctor --fix" fixes 6 of them\.$/),
    });
    expect(problems(run).sort()).toEqual([...mendable, ...notMendable].sort());
    const { findings } = run.json;
    expect(findings.filter(({ fixable }) => fixable).map(({ id }) => id)).toEqual(mendable);
    for (const { severity, fix } of findings) expect(fix !== undefined).toBe(/error|warning/.test(severity));
    expect(await readTree(project)).toEqual(before);
  });

  it('shows with --dry-run the diff that --fix then writes', async () => {
    const project = await brokenProject();
    const env = await pathOf(...complete);
    const before = await readTree(project);
    const planned = await doctor(project, env, { fix: true, 'dry-run': true });
    expect(planned.json.fix).toMatchObject({ written: false });
    expect(await readTree(project)).toEqual(before);

    const patched = await temporaryFolder();
    await execa('cp', ['-R', `${project}/.`, patched]);
    await execa('git', ['apply'], { cwd: patched, input: planned.json.fix?.diff ?? '' });

    const run = await doctor(project, env, { fix: true });
    expect(run.exitCode).toBe(3);
    expect(run.json.fix).toEqual({ ...planned.json.fix, written: true });
    expect(problems(run)).toEqual(notMendable);
    expect(await readTree(project)).toEqual(await readTree(patched));

    const again = await doctor(project, env, { fix: true });
    expect(again.notes).toEqual([expect.stringContaining('nothing to fix')]);
  });

  it('looks at the zip that was built, else at the bootstrap', async () => {
    const project = await projectFolder('hello');
    const env = await pathOf(...complete);
    const elf = soundElf({ machine: 183, interpreter: '/lib/ld-linux-aarch64.so.1' });
    mkdirSync(join(project, 'dist', 'publish'), { recursive: true });
    writeFileSync(join(project, 'dist', 'publish', 'bootstrap'), elf, { mode: 0o755 });
    const bootstrap = await doctor(project, env);
    expect({ ...bootstrap.json.artifact, problems: problems(bootstrap) }).toEqual({
      path: 'dist/publish/bootstrap',
      architecture: 'x86_64',
      runtime: 'provided.al2023',
      problems: expect.arrayContaining(['machine']),
    });
    writeFileSync(join(project, 'dist', 'hello.zip'), await pack([{ name: 'bootstrap', data: elf }]));
    const arm64 = await doctor(project, env, { architecture: 'arm64' });
    expect({ ...arm64.json.artifact, problems: problems(arm64) }).toEqual({
      path: 'dist/hello.zip',
      architecture: 'arm64',
      runtime: 'provided.al2023',
      problems: [],
    });
    // A source, and the names of the zip's files, that were saved after it.
    for (const [minute, changed] of ['src/Hello/Program.cs', 'Makefile'].entries()) {
      const later = new Date(Date.now() + (minute + 1) * 60_000);
      utimesSync(join(project, changed), later, later);
      const old = await doctor(project, env, { architecture: 'arm64' });
      expect(problems(old)).toEqual(['age']);
      expect(old.json.findings.find(({ id }) => id === 'age')).toMatchObject({
        severity: 'warning',
        what: `dist/hello.zip is older than ${changed}.`,
      });
    }
  });

  it('reports a setting that this version does not know', async () => {
    const project = await projectFolder('hello');
    const file = join(project, '.yo-rc.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('"timeout": 30', '"timeout": 30, "memroySize": 512'),
    );
    const run = await doctor(project, await pathOf(...complete));
    expect({ exitCode: run.exitCode, problems: problems(run) }).toEqual({
      exitCode: 3,
      problems: ['settings'],
    });
    expect(run.text).toMatch(/Did you mean\s+"memorySize"\?/);
    expect(run.text).toMatch(/Fix: Correct it/);
  });

  it('goes on where the project cannot be read', async () => {
    const env = await pathOf(...complete);
    const project = await projectFolder('hello');
    writeFileSync(join(project, 'src', 'Hello', 'Hello.csproj'), '<Project>\n<PropertyGroup>');
    writeFileSync(join(project, 'events', 'uppercase.json'), '{');
    writeFileSync(join(project, 'template.yaml'), 'a: [\n');
    expect(problems(await doctor(project, env))).toEqual(['project-file', 'events', 'unreadable']);
    writeFileSync(join(project, '.yo-rc.json'), '{"generator-lambda-nativeaot": {"name": 1}}');
    const damaged = await doctor(project, env);
    expect({ exitCode: damaged.exitCode, problems: problems(damaged) }).toEqual({
      exitCode: 3,
      problems: ['settings'],
    });
  });
});

describe.runIf(onLinux)('doctor outside of a project', () => {
  it('checks the machine alone, and nothing there is an error', async () => {
    const folder = await temporaryFolder();
    const run = await doctor(folder, await pathOf());
    expect(run.exitCode).toBe(0);
    expect(run.text).toMatch(/This folder is not a lambda-nativeaot project/);
    expect(problems(run)).toEqual(['dotnet-sdk', 'linker']);
    expect(await listFiles(folder)).toEqual([]);
  });

  it('says where the project is when it is above', async () => {
    const project = await projectFolder('hello');
    const { json } = await doctor(join(project, 'src'), await pathOf(...complete));
    expect(json.findings.find(({ id }) => id === 'settings')?.what).toContain(`there is one in ${project}`);
  });

  it('has nothing to fix', async () => {
    const { exitCode, json } = await doctor(await temporaryFolder(), await pathOf(...complete), {
      fix: true,
    });
    expect({ exitCode, fix: json.fix }).toEqual({
      exitCode: 0,
      fix: { written: false, files: [], diff: '' },
    });
  });
});

describe('doctor ARTIFACT', () => {
  it('checks a zip and nothing else', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'a.zip'), await pack([{ name: 'bootstrap', data: soundElf() }]));
    const { exitCode, json } = await doctor(folder, {}, {}, 'a.zip');
    expect({ exitCode, artifact: json.artifact }).toEqual({
      exitCode: 0,
      artifact: { path: 'a.zip', architecture: 'x86_64', runtime: 'provided.al2023' },
    });
    expect(new Set(json.findings.map(({ area }) => area))).toEqual(new Set(['artifact']));
    const al2 = await doctor(folder, {}, { runtime: 'provided.al2' }, 'a.zip');
    expect({ exitCode: al2.exitCode, problems: problems(al2) }).toEqual({ exitCode: 3, problems: ['glibc'] });
  });

  it('checks a bootstrap', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'bootstrap'), soundElf());
    chmodSync(join(folder, 'bootstrap'), 0o644);
    const { exitCode, text } = await doctor(folder, {}, {}, 'bootstrap');
    expect(exitCode).toBe(3);
    expect(text).toMatch(/^error +Execute bit +Mode 0644/m);
    expect(text).not.toContain('MACHINE');
  });

  it('takes architecture and runtime from the project around', async () => {
    const project = await projectFolder('hello', { architecture: 'arm64' });
    writeFileSync(join(project, 'other.zip'), await pack([{ name: 'bootstrap', data: soundElf() }]));
    const { exitCode, json } = await doctor(project, {}, {}, 'other.zip');
    expect({ exitCode, architecture: json.artifact?.architecture }).toEqual({
      exitCode: 3,
      architecture: 'arm64',
    });
  });

  it('that is not there is a failure of one line', async () => {
    const { exitCode, error } = await doctor(await temporaryFolder(), {}, {}, 'gone.zip');
    expect(exitCode).toBe(1);
    expect(error).toMatch(/^There is no \S*gone\.zip\.$/);
  });
});

describe('doctor refuses', () => {
  it.each([
    ['an artifact beside --explain', 'a.zip', { explain: 'x' }],
    ['--fix beside --explain', undefined, { explain: 'x', fix: true }],
    ['--runtime beside --explain', undefined, { explain: 'x', runtime: 'provided.al2' }],
    ['to fix an artifact', 'a.zip', { fix: true }],
    ['a dry run of nothing', undefined, { 'dry-run': true }],
  ] as const)('%s', (_what, artifact, flags) => {
    expect(() => checkDoctorUsage(artifact, flags)).toThrow(UsageError);
  });
});
