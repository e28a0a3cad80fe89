import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { NewResult } from '../../src/project/summary.ts';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';

const git = (cwd: string, ...args: string[]) => execa('git', args, { cwd, reject: false });

describe('new', () => {
  test('writes a project with one commit and says what comes next', async () => {
    const folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await lambdaNativeaot(folder, ['new', 'hello-native', '--yes'], {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('  cd hello-native\n');
    expect(stdout).toContain('  lambda-nativeaot invoke\n');
    expect(stdout).toContain('  lambda-nativeaot new hello-native --yes');
    const project = join(folder, 'hello-native');
    const log = await git(project, 'log', '--format=%s');
    expect(log.stdout).toBe('New function hello-native');
    expect((await git(project, 'status', '--porcelain')).stdout).toBe('');
    expect(await listFiles(folder)).toContain('hello-native/src/HelloNative/Functions/Uppercase.cs');
  });

  test('keeps the ends of lines in a clone on Windows, whose files run on Linux', async () => {
    const folder = await temporaryFolder();
    const person = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com' };
    const committer = { GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' };
    await lambdaNativeaot(folder, ['new', 'a', '--yes'], { ...person, ...committer });
    const { exitCode } = await git(folder, 'clone', '--config', 'core.autocrlf=true', 'a', 'clone');
    expect(exitCode).toBe(0);
    for (const [path, text] of Object.entries(await readTree(join(folder, 'a'))).filter(
      ([name]) => !name.startsWith('.git/'),
    ))
      expect({ path, text: await readFile(join(folder, 'clone', path), 'utf8') }).toEqual({ path, text });
  });

  test('makes no repository inside another one, nor with --skip-git', async () => {
    const folder = await temporaryFolder();
    await git(folder, 'init');
    const inside = await lambdaNativeaot(folder, ['new', 'inside', '--yes']);
    expect(inside).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('already in a git repository'),
    });
    const skipped = await lambdaNativeaot(folder, ['new', 'skipped', '--yes', '--skip-git']);
    expect(skipped).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await listFiles(folder)).filter((path) => path.includes('/.git/'))).toEqual([]);
  });

  test('leaves a whole project where git is not installed', async () => {
    const folder = await temporaryFolder();
    const result = await lambdaNativeaot(folder, ['new', 'a', '--yes'], { PATH: '/nonexistent' });
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('git was not found') });
  });

  test('says why git made no commit, in its own words', async () => {
    const folder = await temporaryFolder();
    const environment = { HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const nobody = { ...environment, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.useConfigOnly' };
    const anonymous = await lambdaNativeaot(folder, ['new', 'a', '--yes'], {
      ...nobody,
      GIT_CONFIG_VALUE_0: 'true',
    });
    expect(anonymous).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(
        /no first commit \(.*email.*\); set user\.name and user\.email, then run: git/,
      ),
    });
    const blocked = await lambdaNativeaot(folder, ['new', 'b', '--yes'], {
      ...environment,
      GIT_DEFAULT_HASH: 'none',
    });
    expect(blocked).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/no first commit \(.*unknown hash algorithm 'none'.*\); later run: git/),
    });
  });

  test.skipIf(process.getuid?.() !== 0)("makes no repository inside another user's", async () => {
    const folder = await temporaryFolder();
    await git(folder, 'init');
    await execa('chown', ['-R', '65534', folder]);
    const result = await lambdaNativeaot(folder, ['new', 'inside', '--yes']);
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('already in a git repository'),
    });
    expect((await listFiles(folder)).filter((path) => path.includes('inside/.git/'))).toEqual([]);
  });

  test('gives machines JSON alone on standard output', async () => {
    const folder = await temporaryFolder();
    const { stdout } = await lambdaNativeaot(folder, ['new', 'orders', '--json', '--skip-git']);
    const result = JSON.parse(stdout) as NewResult;
    expect(result).toMatchObject({
      directory: join(folder, 'orders'),
      written: true,
      function: { name: 'orders', handler: 'uppercase' },
      zip: 'dist/orders.zip',
      repeat: 'lambda-nativeaot new orders --skip-git --yes',
    });
    expect(await listFiles(join(folder, 'orders'))).toEqual([...result.files].sort());
  });

  test('with --dry-run lists what it would write and writes nothing', async () => {
    const folder = await temporaryFolder();
    const { exitCode, stdout } = await lambdaNativeaot(folder, ['new', 'hello', '--dry-run', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Would write');
    expect(stdout).toContain('  src/Hello/Hello.csproj\n');
    expect(await listFiles(folder)).toEqual([]);
  });

  test('refuses a folder that is not empty, and writes over it with --force alone', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'mine.txt'), 'mine');
    await writeFile(join(folder, 'a', 'Makefile'), 'old');
    const refused = await lambdaNativeaot(folder, ['new', 'a', '--yes']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/^error: .*a is not empty; choose another folder with --output/);
    expect(await readTree(join(folder, 'a'))).toEqual({ 'mine.txt': 'mine', Makefile: 'old' });

    const forced = await lambdaNativeaot(folder, ['new', 'a', '--yes', '--force', '--skip-git']);
    expect(forced.exitCode).toBe(0);
    expect(await readFile(join(folder, 'a', 'mine.txt'), 'utf8')).toBe('mine');
    expect(await readFile(join(folder, 'a', 'Makefile'), 'utf8')).toContain('NAME      := a\n');
  });

  test('takes a path with spaces and other letters', async () => {
    const folder = join(await temporaryFolder(), 'my café');
    await mkdir(folder);
    const { exitCode, stdout } = await lambdaNativeaot(folder, ['new', 'a', '--yes', '--output', 'my dir/ü']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("  cd 'my dir/ü'\n");
    expect(await listFiles(join(folder, 'my dir', 'ü'))).toContain('Makefile');
  });

  test('takes the name of the folder that it runs in', async () => {
    const folder = join(await temporaryFolder(), 'orders-api');
    await mkdir(folder);
    const { exitCode, stdout } = await lambdaNativeaot(folder, ['new', '.', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('lambda-nativeaot new orders-api --output . --yes');
    expect(stdout).toMatch(/^Next:\n {2}dotnet test\n {2}lambda-nativeaot invoke\n/m);
    expect(await listFiles(folder)).toContain('src/OrdersApi/Program.cs');
  });

  test('says that the name of the folder it runs in cannot be one', async () => {
    const folder = join(await temporaryFolder(), '2 orders');
    await mkdir(folder);
    const { exitCode, stderr } = await lambdaNativeaot(folder, ['new', '.', '--yes']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'The name of this folder, "2 orders", is no name of a project: a name must start',
    );
    expect(await listFiles(folder)).toEqual([]);
  });

  test.each([
    [
      'no name and nobody to ask',
      ['new'],
      2,
      /NAME is missing and standard input is not a terminal; run: .* new NAME/,
    ],
    ['no name but --yes', ['new', '--yes'], 2, /NAME is missing/],
    [
      'a name that is no name',
      ['new', '../x', '--yes'],
      2,
      /NAME "\.\.\/x": a name is not a folder; give the folder with --output/,
    ],
    ['an empty name', ['new', '', '--yes'], 2, /NAME needs a value/],
    ['an unknown flag', ['new', 'a', '--frmework', 'net9.0'], 2, /--frmework; did you mean --framework\?/],
    [
      'an invalid value',
      ['new', 'a', '--framework', 'net7.0'],
      2,
      /"net7.0" is not one of net11.0, net10.0, net9.0, net8.0/,
    ],
    ['a flag without its value', ['new', 'a', '--library'], 2, /--library needs a value/],
    ['two names', ['new', 'a', 'b'], 2, /"b" is one argument too many/],
    ['a target that is a file', ['new', 'a', '--output', '/etc/hostname'], 2, /is a file/],
    ['a target below a file', ['new', 'a', '--output', '/etc/hostname/x'], 2, /would lie in a file/],
    [
      'a value that is a flag',
      ['new', 'a', '--output', '--yes'],
      2,
      /--output needs a value, and --yes is a flag;/,
    ],
    ['the beginning of a flag', ['new', 'a', '--arch', 'arm64'], 2, /--arch; did you mean --architecture\?/],
    ['a name of two lines', ['new', 'a\nb'], 2, /NAME "a\\nb": a name must start with a letter/],
    [
      'a name that is taken',
      ['new', 'lambda-runtime'],
      2,
      /would be LambdaRuntime, which other code has already/,
    ],
    ['help for an unknown command', ['help', 'nwe'], 2, /Unknown command nwe; did you mean new\?/],
    ['an unknown command', ['nwe'], 2, /Unknown command nwe; did you mean new\?/],
    ['a flag where a command belongs', ['--yes'], 2, /A command comes before its flags/],
  ])('%s: one line and exit code', async (_, args, code, message) => {
    const folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await lambdaNativeaot(folder, args);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(await listFiles(folder)).toEqual([]);
  });

  test.each([
    [['help'], /^Commands:$/m],
    [['--help'], /^Commands:$/m],
    [['help', 'new'], /^Usage: lambda-nativeaot new NAME/m],
    [['--help', 'new'], /^Usage: lambda-nativeaot new NAME/m],
    [['version'], /^\d+\.\d+\.\d+$/],
    [['-v'], /^\d+\.\d+\.\d+$/],
  ])('%j is answered, whichever tool taught it', async (args, answer) => {
    const { exitCode, stdout } = await lambdaNativeaot(await temporaryFolder(), args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(answer);
  });

  test.skipIf(process.platform !== 'linux')(
    'says in one line that its output cannot be written',
    async () => {
      const command = '"$0" "$1" --help >/dev/full';
      const { exitCode, stderr } = await execa('sh', ['-c', command, process.execPath, bin], {
        reject: false,
      });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: 'error: standard output cannot be written (ENOSPC).',
      });
    },
  );

  test('shows where an error came from with --debug alone', async () => {
    const folder = await temporaryFolder();
    const { stderr } = await lambdaNativeaot(folder, ['new', '1', '--debug']);
    expect(stderr).toMatch(/\n {4}at /);
  });

  test.skipIf(process.getuid?.() === 0)('into a folder that cannot be written says so', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o555);
    const { exitCode, stderr } = await lambdaNativeaot(folder, ['new', 'a', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/permission denied/);
  });
});
