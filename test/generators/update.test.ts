import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type Generator from 'yeoman-generator';
import helpers from 'yeoman-test';
import { packageRoot, packageVersion } from '../../src/package.ts';
import { runtimeFiles } from '../../src/project/runtime-project.ts';
import type { UpdateResult } from '../../src/update/result.ts';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { readTree, temporaryFolder } from '../support/folders.ts';
import { newProject } from '../support/project.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';
import { copyOf, edit, type OldPackage, oldPackage } from '../update/old-package.ts';

let old: OldPackage;
/** A project as the old version wrote it, with an extra file that this version has no more. */
let written: string;
/** The same project as this version writes it. */
let fresh: string;

beforeAll(async () => {
  old = await oldPackage();
  written = await old.project(old.scratch, 'shop', ['--with', 'sam']);
  await mkdir(join(old.scratch, 'fresh'));
  fresh = await newProject(join(old.scratch, 'fresh'), 'shop', '--with', 'sam');
});

afterAll(() => old.dispose());

const update = (cwd: string, ...args: string[]) => lambdaNativeaot(cwd, ['update', ...args]);
const fromOld = (cwd: string, ...args: string[]) => update(cwd, '--from', old.folder, ...args);
const resultOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as UpdateResult;

const git = (cwd: string, ...args: string[]) =>
  execa(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args],
    { cwd },
  );

/** A project of the old version in a git repository, everything committed. */
async function committed(): Promise<string> {
  const project = await copyOf(written);
  await git(project, 'init', '--quiet');
  await git(project, 'add', '--all');
  await git(project, 'commit', '--quiet', '--message', 'before');
  return project;
}

/** Edits the line that the new version changes as well. */
const clash = (project: string) =>
  edit(project, 'Makefile', (text) => text.replace('COUNT     := 5', 'COUNT     := 99'));

describe('update', () => {
  it('brings the new version into a project and says what it did', async () => {
    const project = await committed();
    const { exitCode, stdout, stderr } = await fromOld(project);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(`Updated ${project} from 0.0.9 to ${packageVersion()}:
  updated   .yo-rc.json
  updated   Makefile
  updated   README.md
  removed   samconfig.toml
  updated   src/LambdaRuntime/ (${runtimeFiles().filter((path) => !path.includes('/')).length - 2} files)
  removed   src/LambdaRuntime/OldHelper.cs
  new       src/LambdaRuntime/PlainText.cs
  updated   src/LambdaRuntime/Testing/ (${runtimeFiles().filter((path) => path.startsWith('Testing/')).length} files)
  updated   src/LambdaRuntime/build/ (${runtimeFiles().filter((path) => path.startsWith('build/')).length} files)

Next:
  git diff
  dotnet test
  lambda-nativeaot build`);
    expect(await readTree(project)).toEqual(await readTree(fresh));
    expect(await update(project)).toMatchObject({
      exitCode: 0,
      stdout: `Up to date: ${project} was written by ${packageVersion()}, and this is ${packageVersion()}.`,
    });
  });

  it('shows with --dry-run a patch that leads to the same, and writes nothing', async () => {
    const project = await committed();
    const before = await readTree(project);
    await writeFile(join(project, 'notes.txt'), 'not committed\n');
    const shown = await fromOld(project, '--dry-run');
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('-COUNT     := 5\n+COUNT     := 10\n');
    expect(shown.stdout).toContain(
      `Nothing was changed. To write it:\n  lambda-nativeaot update --from ${old.folder} --yes`,
    );
    expect(await readTree(project)).toEqual({ ...before, 'notes.txt': 'not committed\n' });
    const { diff, written: isWritten } = resultOf(await fromOld(project, '--dry-run', '--json'));
    expect(isWritten).toBe(false);
    await execa('git', ['apply', '-'], { cwd: project, input: `${diff}` });
    const { 'notes.txt': _, ...patched } = await readTree(project);
    expect(patched).toEqual(await readTree(fresh));
  });

  it('tells with --check whether a project is behind, by its exit code', async () => {
    const project = await copyOf(written);
    const before = await readTree(project);
    const behind = await fromOld(project, '--check');
    expect(behind).toMatchObject({
      exitCode: 3,
      stderr: `error: The project is behind: 0.0.9 wrote it, this is ${packageVersion()}.`,
    });
    expect(behind.stdout).toContain('  updated   Makefile\n');
    expect(behind.stdout).toMatch(/To write it:\n {2}lambda-nativeaot update --from \S+ --yes$/);
    expect(await readTree(project)).toEqual(before);
    const current = await update(fresh, '--check', '--json');
    expect(current.exitCode).toBe(0);
    expect(resultOf(current)).toMatchObject({ upToDate: true, written: false, files: [], conflicts: [] });
  });

  it('marks conflicts, keeps both sides and ends with 1', async () => {
    const project = await copyOf(written);
    await clash(project);
    await writeFile(join(project, 'src/LambdaRuntime/PlainText.cs'), '// mine\n');
    const run = await fromOld(project, '--json');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe(
      `${project} is not in a git repository, so the update cannot be undone.
error: 2 files have conflicts: Makefile, src/LambdaRuntime/PlainText.cs; resolve what is between <<<<<<< and >>>>>>>.`,
    );
    const result = resultOf(run);
    expect(result.conflicts).toEqual(['Makefile', 'src/LambdaRuntime/PlainText.cs']);
    expect(result.files).toContainEqual({ path: 'Makefile', fate: 'conflict', conflicts: 1 });
    expect(await readFile(join(project, 'Makefile'), 'utf8')).toContain(
      `<<<<<<< yours\nCOUNT     := 99\n=======\nCOUNT     := 10\n>>>>>>> generator-lambda-nativeaot ${packageVersion()}\n`,
    );
  });

  it('wants everything committed first, unless it is forced', async () => {
    const project = await committed();
    await edit(project, 'README.md', (text) => `Mine.\n${text}`);
    const before = await readTree(project);
    const refused = await fromOld(project);
    expect(refused).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: ${project} has changes that are not committed (README.md); commit them first, or give --force.`,
    });
    expect(await readTree(project)).toEqual(before);
    expect((await fromOld(project, '--force')).exitCode).toBe(0);
    expect(await readFile(join(project, 'README.md'), 'utf8')).toMatch(/^Mine\.\n/);
  });

  it.each<[string, (project: string) => Promise<void>, string[], number, string | RegExp]>([
    [
      'a newer version wrote it, with settings that nobody knows yet',
      (project) =>
        edit(project, '.yo-rc.json', (text) => text.replace('0.0.9', '99.0.0').replace('net10.0', 'net99.0')),
      [],
      1,
      `The project was written by version 99.0.0 and this is ${packageVersion()}; update the tool first: npm install --global generator-lambda-nativeaot@99.0.0`,
    ],
    [
      'it was converted',
      (project) => edit(project, '.yo-rc.json', (text) => text.replace(/"sample": .*\n/, '')),
      [],
      1,
      'This project was converted, not written from templates; run "lambda-nativeaot convert" again, which updates its runtime client.',
    ],
    ['the folder has no version', async () => {}, ['--from', '.'], 2, /^error: --from "\.": there is no /],
    ['a flag is unknown', async () => {}, ['--form', '.'], 2, 'Unknown flag --form; did you mean --from?'],
    [
      'the old version cannot be fetched',
      async () => {},
      [],
      1,
      'generator-lambda-nativeaot 0.0.9 could not be fetched (the registry does not answer); give the folder of that version with --from DIR.',
    ],
    [
      'the namespace was changed by hand',
      (project) =>
        edit(project, '.yo-rc.json', (text) => text.replace('"namespace": "Shop"', '"namespace": "Bar"')),
      ['--from', 'OLD'],
      1,
      'Version 0.0.9 gives "shop" the namespace Shop, and .yo-rc.json says Bar; only a project that kept its namespace can be updated.',
    ],
  ])('ends with one line and changes nothing when %s', async (_, prepare, args, code, message) => {
    const project = await copyOf(written);
    await prepare(project);
    const before = await readTree(project);
    const words = args.map((word) => (word === 'OLD' ? old.folder : word));
    const offline = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
    const { exitCode, stdout, stderr } = await lambdaNativeaot(project, ['update', ...words], offline);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
    expect(errors).toEqual([
      typeof message === 'string' ? `error: ${message}` : expect.stringMatching(message),
    ]);
    expect(await readTree(project)).toEqual(before);
  });

  it('says where no project is what the other commands say', async () => {
    const folder = await temporaryFolder();
    const { exitCode, stderr } = await update(folder);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `error: ${folder} has no .yo-rc.json; run this in a project's folder, or make one with "lambda-nativeaot new".`,
    );
  });

  it('is the same when Yeoman runs it', async () => {
    const file = join(packageRoot(), 'generators', 'update', 'index.ts');
    const Class = (await import(file)).default as typeof Generator;
    const project = await copyOf(written);
    const cwd = process.cwd();
    onTestFinished(() => process.chdir(cwd));
    await helpers
      .run(Class, { namespace: 'lambda-nativeaot:update', resolved: file }, {} as object)
      .cd(project)
      .withOptions({ from: old.folder } as object);
    expect(existsSync(join(project, 'src/LambdaRuntime/PlainText.cs'))).toBe(true);
    expect(existsSync(join(project, 'samconfig.toml'))).toBe(false);
  });
});

const missing = await missingTools('tmux');

describe.skipIf(missing !== undefined)('update on a terminal', () => {
  it('shows what would change, and changes nothing when that is not wanted', async () => {
    const project = await committed();
    const before = await readTree(project);
    const terminal = await openTerminal(project, [process.execPath, bin, 'update', '--from', old.folder]);
    const screen = await terminal.see('Write these changes?');
    expect(screen).toContain('  removed   samconfig.toml');
    await terminal.type('Down', 'Enter');
    expect(await terminal.see('exit 130')).toContain('error: Nothing was changed.');
    expect(await readTree(project)).toEqual(before);
  });
});
