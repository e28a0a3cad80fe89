import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { ConvertResult, UndoResult } from '../../src/convert/apply/result.ts';
import { planAddition } from '../../src/functions/addition.ts';
import { readSettings } from '../../src/project/settings.ts';
import { convert, copyFixture } from '../convert/fixtures.ts';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { readTree, temporaryFolder } from '../support/folders.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';

const git = (cwd: string, ...args: string[]) =>
  execa(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args],
    { cwd },
  );

/** A fixture in a git repository, everything committed. */
async function committed(name: string): Promise<string> {
  const target = await copyFixture(name, await temporaryFolder());
  await git(target, 'init', '--quiet');
  await git(target, 'add', '--all');
  await git(target, 'commit', '--quiet', '--message', 'before');
  return target;
}

const run = (cwd: string, ...args: string[]) => lambdaNativeaot(cwd, ['convert', ...args]);

describe('convert', () => {
  it('says in JSON what it did, and git sees nothing that it did not say', async () => {
    const target = await committed('api-gateway');
    const { exitCode, stdout } = await run(target, '--json');
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout) as ConvertResult;
    expect(result).toMatchObject({ directory: target, written: true, warnings: [] });
    expect(result.functions).toEqual([
      { name: 'ListPosts', handler: 'ListPosts' },
      { name: 'AddPost', handler: 'AddPost' },
      { name: 'Health', handler: 'Health' },
    ]);
    const status = await git(target, 'status', '--porcelain', '--untracked-files=all');
    const changed = status.stdout.split('\n').map((line) => line.slice(3));
    expect(changed.sort()).toEqual(result.files.map(({ path }) => path).sort());
  });

  it('shows with --dry-run a patch that git takes, and writes nothing', async () => {
    const target = await committed('empty-function');
    const before = await readTree(target);
    const { exitCode, stdout } = await run(target, '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('-    <PublishReadyToRun>true</PublishReadyToRun>');
    expect(stdout).toContain('Nothing was changed.');
    expect(await readTree(target)).toEqual(before);
    const { diff } = JSON.parse((await run(target, '--dry-run', '--json')).stdout) as ConvertResult;
    await execa('git', ['apply', '-'], { cwd: target, input: diff });
    const patched = await readTree(target);
    await git(target, 'checkout', '--quiet', '.');
    await git(target, 'clean', '-qfd');
    expect((await run(target, '--yes')).exitCode).toBe(0);
    const {
      '.lambda-nativeaot/undo.json': _,
      '.lambda-nativeaot/.gitignore': __,
      ...written
    } = await readTree(target);
    expect(written).toEqual(patched);
  });

  it('wants everything committed first, unless it is forced', async () => {
    const target = await committed('empty-function');
    await writeFile(join(target, 'notes.txt'), 'x');
    const refused = await run(target, '--yes');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toBe(
      `error: ${target} has changes that are not committed (notes.txt); commit them first, or give --force.`,
    );
    expect(existsSync(join(target, 'Makefile'))).toBe(false);
    // What a build writes again is no reason.
    await rm(join(target, 'notes.txt'));
    await mkdir(join(target, 'obj'));
    await writeFile(join(target, 'obj', 'project.assets.json'), '{}');
    expect((await run(target, '--yes')).exitCode).toBe(0);
    await writeFile(join(target, 'notes.txt'), 'x');
    expect((await run(target, '--yes', '--force')).exitCode).toBe(0);
  });

  it('wants a git repository, unless it is forced', async () => {
    const target = await copyFixture('empty-function', await temporaryFolder());
    const { exitCode, stderr } = await run(target, '--yes');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/is not in a git repository, so only --undo could restore the files/);
  });

  it('changes nothing a second time, committed or not', async () => {
    const target = await committed('empty-function');
    expect((await run(target, '--yes')).exitCode).toBe(0);
    const first = await readTree(target);
    const { exitCode, stdout } = await run(target, '--yes');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Nothing to change: ${target} is converted already.`);
    expect(await readTree(target)).toEqual(first);
  });

  it('takes itself back with --undo', async () => {
    const target = await committed('empty-function');
    const before = await readTree(target);
    await run(target, '--yes');
    const shown = await run(target, '--undo', '--dry-run');
    expect(shown.stdout).toContain('removed  Makefile');
    const { exitCode, stdout } = await run(target, '--undo', '--json');
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as UndoResult).undone).toBe(true);
    expect(await readTree(target)).toEqual(before);
    expect(await run(target, '--undo')).toMatchObject({ exitCode: 1 });
  });

  it('lists by file and line what will break, and converts all the same', async () => {
    const target = await copyFixture('empty-function', await temporaryFolder());
    const path = join(target, 'src', 'EmptyFunction', 'Function.cs');
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replace(
        'return input.ToUpper();',
        'return new System.Globalization.CultureInfo("tr").TextInfo.ToUpper(input);',
      ),
    );
    const { exitCode, stdout } = await run(target, '--yes', '--force');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`One place that will fail, or behave differently, in a native program:
  src/EmptyFunction/Function.cs:14
    there is no culture data (InvariantGlobalization), so a named culture throws CultureNotFoundException;
    use CultureInfo.InvariantCulture, or format by hand.`);
  });

  it.each([
    [['--library', 'builtin', 'DIR/s3-function'], 1, '--library builtin does not fit'],
    [['--handler', 'Nope', 'DIR/empty-function'], 2, 'write it as Assembly::Namespace.Class::Method'],
    [['--framework', 'net7.0', '.'], 2, '--framework "net7.0" is not one of'],
    [['DIR/nowhere'], 2, 'does not exist'],
    [['DIR/fsharp'], 1, 'is F#'],
    [['--nope'], 2, 'Unknown flag --nope'],
  ])('%s ends with one line and the right exit code', async (args, code, message) => {
    const folder = await temporaryFolder();
    for (const name of ['s3-function', 'empty-function', 'fsharp']) await copyFixture(name, folder);
    const { exitCode, stderr, stdout } = await run(
      folder,
      ...args.map((arg) => arg.replace('DIR', folder)),
      '--yes',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('repeats itself with the command that it prints', async () => {
    const target = await committed('json-function');
    const handlers = ['OrderService.OrderFunction.Place', 'OrderService.OrderFunction.Count'];
    const { stdout } = await run(
      target,
      '--json',
      '--dry-run',
      '--handler',
      handlers[0] as string,
      '--handler',
      handlers[1] as string,
    );
    expect((JSON.parse(stdout) as ConvertResult).repeat).toBe(
      `lambda-nativeaot convert --handler ${handlers[0]} --handler ${handlers[1]} --yes`,
    );
  });
});

describe('a converted project', () => {
  it.each([
    ['json-function', 'aws'],
    ['json-function', 'builtin'],
    ['solution', 'aws'],
  ] as const)('of %s with %s takes functions from add-function', async (name, library) => {
    const target = await copyFixture(name, await temporaryFolder());
    await convert(target, { library });
    const { changes } = await planAddition(target, 'shout', 'uppercase');
    const program = changes.find(({ path }) => path.endsWith('Program.cs'))?.after ?? '';
    expect(program).toContain(
      library === 'aws' ? '["shout"] = LambdaBootstrapBuilder.Create' : '.Handle("shout", Shout.Handle)',
    );
    expect((await readSettings(target)).functions.length).toBeGreaterThan(0);
  });
});

const missing = await missingTools('tmux');

describe.skipIf(missing !== undefined)('convert on a terminal', () => {
  it('asks which handlers, shows what it would do, and writes when that is confirmed', async () => {
    const target = await committed('json-function');
    const terminal = await openTerminal(target, [process.execPath, bin, 'convert']);
    await terminal.see(/Handlers to convert\s+❯ all 2/);
    await terminal.type('Down', 'Enter');
    await terminal.see('Write these changes?');
    await terminal.type('Enter');
    const screen = await terminal.see('exit 0');
    expect(screen).toContain('--handler OrderService.OrderFunction::Place --yes');
    expect((await readSettings(target)).functions).toMatchObject([{ name: 'PlaceOrder', handler: 'Place' }]);
  });

  it('writes nothing when it is not', async () => {
    const target = await committed('empty-function');
    const before = await readTree(target);
    const terminal = await openTerminal(target, [process.execPath, bin, 'convert']);
    await terminal.see('Write these changes?');
    await terminal.type('Down', 'Enter');
    const screen = await terminal.see('exit 130');
    expect(screen).toContain('error: Nothing was changed.');
    expect(await readTree(target)).toEqual(before);
  });
});
