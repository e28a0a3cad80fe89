import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/commands.ts';
import { firstCases, someCases } from '../support/cases.ts';
import { fingerprint, type Hostile, layHostile, link, pipe, put, runIn } from './hostile.ts';

// A repository from a stranger, with every trap that is known to us. Each command runs in it, with and without flags:
// nothing of the repository may run, nothing outside of it may change, nothing may hang or eat the machine.

const endpoint = ['--endpoint-url', 'http://127.0.0.1:9'];

/** How each command is called. What builds or starts the project has no dotnet and no make here: it must say so. */
const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  new: [
    ['new'],
    ['new', 'fresh', '--yes'],
    ['new', 'dry', '--dry-run'],
    ['new', 'x', '--output', '.', '--force', '--yes'],
  ],
  'add-function': [
    ['add-function'],
    ['add-function', 'orders', '--yes'],
    ['add-function', 'orders', '--dry-run', '--json'],
  ],
  update: [
    ['update'],
    ['update', '--check'],
    ['update', '--dry-run', '--json'],
    ['update', '--force', '--yes'],
  ],
  convert: [
    ['convert', '--dry-run'],
    ['convert', '--dry-run', '--json', '--library', 'builtin', '--framework', 'net10.0'],
    ['convert', '--yes'],
    ['convert', '--undo', '--dry-run'],
    ['convert', '--undo', '--force', '--yes'],
  ],
  local: [
    ['local'],
    ['local', '--port', '0', '--jit'],
    ['local', '--print-env'],
    ['local', '--env-var-file', '.env', '--print-env'],
  ],
  invoke: [
    ['invoke'],
    ['invoke', 'hostile', '--jit'],
    ['invoke', '--event', 'app'],
    ['invoke', '--event', 'sqs', '--set', 'Records[0].body=x'],
    ['invoke', '--remote', ...endpoint],
  ],
  event: [['event'], ['event', 'sqs', '--set', 'Records[0].body=x'], ['event', '--search', 'app', '--json']],
  build: [
    ['build'],
    ['build', '--dry-run', '--json'],
    ['build', '--sysroot', 'linker', '--static'],
    ['build', '--zig'],
  ],
  logs: [
    ['logs', '--since', '10m', ...endpoint],
    ['logs', '--append', 'dist/log', '--json', ...endpoint],
  ],
  status: [
    ['status', ...endpoint],
    ['status', '--json', '--stage', 'prod', ...endpoint],
  ],
  deploy: [
    ['deploy'],
    ['deploy', '--all', '--dry-run', ...endpoint],
    ['deploy', '--all', '--create-role', '--yes', '--env-var-file', '.env', ...endpoint],
  ],
  'cold-start': [
    ['cold-start'],
    ['cold-start', '--compare', 'jit,aot'],
    ['cold-start', '--svg', 'dist/x.svg', '--baseline', 'b.json'],
  ],
  tune: [
    ['tune', '--memory', '128', '-n', '1'],
    ['tune', '--svg', 'dist/x.svg', '--event', '2:sqs'],
  ],
  doctor: [
    ['doctor'],
    ['doctor', '--json', '--all'],
    ['doctor', '--fix', '--dry-run'],
    ['doctor', '--fix', '--yes'],
    ['doctor', '--size'],
    ['doctor', 'dist/hostile.zip'],
    ['doctor', '--explain', '@global.json'],
  ],
};

const general = [
  ['--help'],
  ['--version'],
  ['help', 'deploy'],
  ['nonsense'],
  ...commands.map(({ name }) => [name, '--help']),
];

let hostile: Hostile;
let outside: Record<string, string>;
let home: Record<string, string>;

beforeEach(async () => {
  hostile = await layHostile();
  outside = await fingerprint(hostile.outside);
  home = await fingerprint(join(hostile.place, 'home'));
});
afterEach(() => hostile.dispose());

const marks = () => (existsSync(hostile.mark) ? readFileSync(hostile.mark, 'utf8') : '');

/** Megabytes and CPU seconds that no run may take; an ordinary one takes 120 and 1. */
const most = { megabytes: 500, cpuSeconds: 10 };

async function expectHarmless(args: readonly string[], folder = '.'): Promise<string> {
  const run = await runIn(hostile, join(hostile.repository, folder), args);
  const what = `${args.join(' ')}\n${run.output.slice(-2000)}`;
  expect(marks(), what).toBe('');
  expect(run.hung, what).toBe(false);
  expect(run.megabytes, what).toBeLessThan(most.megabytes);
  expect(run.cpuSeconds, what).toBeLessThan(most.cpuSeconds);
  expect(run.output, what).not.toMatch(/this is a bug|\n {4}at /);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey.
  expect(run.output, what).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  return run.output;
}

const expectOutsideUnchanged = async () => {
  expect(await fingerprint(hostile.outside)).toEqual(outside);
  expect(await fingerprint(join(hostile.place, 'home'))).toEqual(home);
};

describe('a hostile repository', () => {
  it('is tried with every command there is', () => {
    expect(Object.keys(calls).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  it('is not touched by help, version and words that mean nothing', async () => {
    for (const args of someCases(general, 4)) await expectHarmless(args);
    await expectOutsideUnchanged();
  });

  it.each(Object.entries(calls))('runs nothing under %s', async (_, variants) => {
    for (const args of variants) await expectHarmless(args);
    // git takes such a folder for a repository of its own, with a configuration that somebody committed.
    for (const args of firstCases(variants.slice(0, 3), 1)) await expectHarmless(args, 'bare');
    await expectOutsideUnchanged();
  });
});

/** The commands that read the settings. */
const settingsReaders = [
  ['doctor'],
  ['invoke'],
  ['local'],
  ['cold-start'],
  ['tune'],
  ['deploy', '--dry-run', ...endpoint],
  ['update', '--check'],
  ['add-function', 'a', '--yes'],
  ['convert', '--dry-run'],
];
/** The commands that read the project file and the sources. */
const projectReaders = [
  ['doctor'],
  ['add-function', 'a', '--yes'],
  ['convert', '--dry-run'],
  ['convert', '--yes', '--force'],
];
const undoers = [
  ['convert', '--undo', '--yes'],
  ['convert', '--undo', '--force', '--yes'],
  ['convert', '--yes', '--force'],
];

const settings = (change: (entry: Record<string, unknown>) => void) => async (h: Hostile) => {
  const path = join(h.repository, '.yo-rc.json');
  const document = JSON.parse(readFileSync(path, 'utf8'));
  change(document['generator-lambda-nativeaot']);
  await put(h, '.yo-rc.json', JSON.stringify(document));
};
const project = (extra: string) => async (h: Hostile) => {
  const path = join(h.repository, 'src/App/App.csproj');
  await put(h, 'src/App/App.csproj', readFileSync(path, 'utf8').replace('</Project>', `${extra}</Project>`));
};
const named = (path: string) => async (h: Hostile) => {
  await put(h, path, readFileSync(join(h.repository, 'src/App/App.csproj')));
  await rm(join(h.repository, 'src/App/App.csproj'));
};
const undoOf = (path: string, before: string | null) =>
  JSON.stringify({ folder: '1-1', runs: [{ files: [{ path, before, after: '' }] }] });
const doubling = Array.from({ length: 39 }, (_, i) => `<P${i + 1}>$(P${i})$(P${i})</P${i + 1}>`).join('');
const nested = (depth: number) => Array.from({ length: depth }, (_, i) => `d${i}`).join('/');

/** What can be wrong with one thing, and the commands that meet it. */
const traps: readonly (readonly [string, (hostile: Hostile) => unknown, readonly (readonly string[])[]])[] = [
  ['settings that are a device', (h) => link(h, '.yo-rc.json', '/dev/zero'), settingsReaders],
  ['settings that are a pipe', (h) => pipe(h, '.yo-rc.json'), settingsReaders],
  ['settings of 2 MB', (h) => put(h, '.yo-rc.json', ' '.repeat(2_000_000)), settingsReaders],
  ['settings 200,000 deep', (h) => put(h, '.yo-rc.json', '['.repeat(200_000)), settingsReaders],
  [
    'settings that name a file elsewhere',
    settings((s) => Object.assign(s, { project: '../../outside/notes.txt' })),
    settingsReaders,
  ],
  [
    'settings with an escape sequence',
    settings((s) => Object.assign(s, { version: '0.0.9\u001b]52;c;eA==\u0007' })),
    settingsReaders,
  ],
  [
    'variables with line breaks',
    settings((s) =>
      Object.assign((s.functions as object[])[0] as object, {
        environment: { A: '1\nLD_PRELOAD=./evil.so' },
      }),
    ),
    [
      ['local', '--print-env'],
      ['deploy', '--all', '--dry-run', ...endpoint],
    ],
  ],
  [
    'an event that is a device',
    (h) => link(h, 'events/app.json', '/dev/zero'),
    [['invoke'], ['doctor'], ['cold-start'], ['invoke', '--event', 'app']],
  ],
  [
    'an event that is a pipe',
    (h) => pipe(h, 'events/app.json'),
    [['invoke'], ['doctor'], ['invoke', '--event', 'app']],
  ],
  [
    'a zip that is a device',
    (h) => link(h, 'dist/hostile.zip', '/dev/zero'),
    [['doctor'], ['deploy', '--all', '--dry-run', ...endpoint], ['doctor', 'dist/hostile.zip']],
  ],
  [
    'a zip that is a pipe',
    (h) => pipe(h, 'dist/hostile.zip'),
    [['doctor'], ['deploy', '--all', '--dry-run', ...endpoint], ['doctor', 'dist/hostile.zip']],
  ],
  [
    'a bootstrap that is a device',
    (h) => link(h, 'dist/publish/bootstrap', '/dev/zero'),
    [['doctor'], ['doctor', '--size'], ['invoke']],
  ],
  [
    'variables in a file that never ends',
    (h) => link(h, '.env', '/dev/zero'),
    [
      ['local', '--env-var-file', '.env'],
      ['deploy', '--env-var-file', '.env', ...endpoint],
    ],
  ],
  ['undo data that is a device', (h) => link(h, '.lambda-nativeaot/undo.json', '/dev/zero'), undoers],
  ['undo data that is a pipe', (h) => pipe(h, '.lambda-nativeaot/undo.json'), undoers],
  [
    'undo data that removes a file elsewhere',
    async (h) => {
      await put(h, '.lambda-nativeaot/undo.json', undoOf('linked/notes.txt', null));
      await link(h, 'linked', h.outside);
    },
    undoers,
  ],
  [
    "undo data that writes into git's folder",
    (h) => put(h, '.lambda-nativeaot/undo.json', undoOf('.git/commondir', '../bare')),
    undoers,
  ],
  ['undo data in a folder that leads out', (h) => link(h, '.lambda-nativeaot', h.outside), undoers],
  [
    'a dist that leads out',
    (h) => link(h, 'dist', h.outside),
    [
      ['doctor', '--size'],
      ['cold-start', '--compare', 'jit'],
      ['deploy', '--dry-run', ...endpoint],
    ],
  ],
  [
    'sources that lead out',
    (h) => link(h, 'src/App/Functions', h.outside),
    [
      ['add-function', 'a', '--yes'],
      ['convert', '--yes', '--force'],
    ],
  ],
  [
    'a Makefile that leads out',
    (h) => link(h, 'Makefile', join(h.outside, 'notes.txt')),
    [
      ['doctor', '--fix', '--yes'],
      ['convert', '--yes', '--force'],
    ],
  ],
  [
    'a template elsewhere',
    (h) =>
      put(
        h,
        'src/App/aws-lambda-tools-defaults.json',
        JSON.stringify({
          'function-handler': 'App::App.Function::Handle',
          template: '../../../../outside/shared.yaml',
        }),
      ),
    [['convert', '--dry-run'], ['convert', '--yes', '--force'], ['doctor']],
  ],
  ['a template that is a device', (h) => link(h, 'src/App/serverless.template', '/dev/zero'), projectReaders],
  ['a project file that is a device', (h) => link(h, 'src/App/App.csproj', '/dev/zero'), projectReaders],
  ['properties of the repository that are a pipe', (h) => pipe(h, 'Directory.Build.props'), projectReaders],
  [
    'imports of a device and of a password file',
    project('<Import Project="/dev/zero" /><Import Project="/etc/passwd" />'),
    projectReaders,
  ],
  [
    'properties that double',
    project(`<PropertyGroup><P0>xxxxxxxx</P0>${doubling}</PropertyGroup>`),
    projectReaders,
  ],
  [
    'a condition of 100,000 signs',
    project(`<PropertyGroup Condition="${'!'.repeat(100_000)}true"><X>1</X></PropertyGroup>`),
    projectReaders,
  ],
  [
    'a pattern with many folders',
    async (h) => {
      await put(h, `src/App/${nested(40)}/A.cs`, 'class A;');
      await project(`<ItemGroup><Compile Include="${'**/'.repeat(24)}*.txt" /></ItemGroup>`)(h);
    },
    projectReaders,
  ],
  [
    'a pattern with many stars',
    async (h) => {
      await put(h, `src/App/${'a'.repeat(200)}.cs`, 'class A;');
      await project(`<ItemGroup><Compile Remove="${'*a'.repeat(25)}b.cs" /></ItemGroup>`)(h);
    },
    projectReaders,
  ],
  [
    'sources of the whole machine',
    project('<ItemGroup><Compile Include="../../../../../../**/*.cs" /></ItemGroup>'),
    projectReaders,
  ],
  [
    'C# that is nested 20,000 deep',
    (h) =>
      put(h, 'src/App/Deep.cs', `class A { object F() => ${'('.repeat(20_000)}1${')'.repeat(20_000)}; }`),
    projectReaders,
  ],
  [
    'classes that are nested 5,000 deep',
    (h) => put(h, 'src/App/Deep.cs', `${'class A { '.repeat(5000)}${'}'.repeat(5000)}`),
    projectReaders,
  ],
  [
    'XML that is nested 100,000 deep',
    (h) => put(h, 'Directory.Build.props', `<Project>${'<A>'.repeat(100_000)}`),
    projectReaders,
  ],
  [
    'YAML that multiplies',
    (h) =>
      put(
        h,
        'src/App/template.yaml',
        `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\nResources: *a30\n`,
      ),
    projectReaders,
  ],
  [
    'a global.json 200,000 deep',
    (h) => put(h, 'global.json', '{"sdk":'.repeat(200_000)),
    [['doctor'], ['convert', '--dry-run']],
  ],
  [
    'a project named for make',
    named('src/$(shell echo x >>$$HOSTILE_MARK).csproj'),
    [['convert', '--yes', '--force'], ['doctor']],
  ],
  [
    'a project named for the shell',
    named('src/`echo x >>$HOSTILE_MARK`/App.csproj'),
    [['convert', '--yes', '--force'], ['doctor']],
  ],
  [
    'a source with an escape sequence in its name',
    (h) => put(h, 'src/App/\u001b[31mred\u001b]52;c;eA==\u0007.cs', 'class B;'),
    projectReaders,
  ],
  [
    'a source with a line break in its name',
    (h) => put(h, 'src/App/a\nerror: forged.cs', 'class B;'),
    projectReaders,
  ],
  [
    'a git folder that is a file elsewhere',
    async (h) => {
      await rm(join(h.repository, '.git'), { recursive: true });
      await put(h, '.git', 'gitdir: bare\n');
    },
    [['convert', '--yes'], ['update'], ['new', 'fresh', '--yes']],
  ],
  [
    'a configuration of git that never ends',
    (h) => link(h, '.git/config', '/dev/zero'),
    [
      ['convert', '--yes'],
      ['new', 'fresh', '--yes'],
    ],
  ],
];

describe('one trap at a time', () => {
  it.each(someCases(traps, 4))('%s', async (_, set, variants) => {
    await set(hostile);
    for (const args of firstCases(variants, 3)) await expectHarmless(args);
    await expectOutsideUnchanged();
  });
});
