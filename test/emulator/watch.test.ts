import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFailed, onTestFinished } from 'vitest';
import { buildErrors } from '../../src/build/errors.ts';
import { coalesce } from '../../src/emulator/watch.ts';
import { isSource } from '../../src/project/sources.ts';
import { bin } from '../support/bin.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { newProject } from '../support/project.ts';
import { isAlive, send, temporaryFolder, until } from './support.ts';

describe('what counts as a source', () => {
  it.each([
    'Directory.Build.props',
    join('src', 'App', 'Program.cs'),
    join('src', 'App', 'events', 'Order.cs'),
    'src',
  ])('%s does', (path) => {
    expect(isSource(path)).toBe(true);
  });

  it.each([
    '.yo-rc.json',
    'bin',
    'dist',
    '.git',
    'README.md',
    join('.git', 'HEAD'),
    join('events', 'first.json'),
    join('src', 'App', 'obj', 'project.assets.json'),
    join('src', 'App', 'bin', 'Debug', 'bootstrap.dll'),
    join('src', 'App', '.Program.cs.swp'),
    join('src', 'App', 'Program.cs~'),
    join('src', '.vs', 'state.json'),
  ])('%s does not', (path) => {
    expect(isSource(path)).toBe(false);
  });
});

it('changes during a build make one more build, however many they are', async () => {
  let runs = 0;
  const gates: (() => void)[] = [];
  const build = coalesce(async () => {
    runs++;
    await new Promise<void>((resolve) => gates.push(resolve));
  });
  const all = [build(), build(), build(), build()];
  gates.shift()?.();
  await until(() => runs === 2);
  gates.shift()?.();
  await Promise.all(all);
  expect(runs).toBe(2);
});

it('a failed build’s complaints are shown once each, or the end of its output when there are none', () => {
  const output = `
  Determining projects to restore...
/p/src/A.cs(3,5): error CS1002: ; expected [/p/src/A.csproj]
/p/src/A.cs(9,1): warning CS0168: never used [/p/src/A.csproj]
/p/src/A.cs(3,5): error CS1002: ; expected [/p/src/A.csproj]
MSBUILD : error MSB1009: Project file does not exist.
`;
  expect(buildErrors(output)).toEqual([
    '/p/src/A.cs(3,5): error CS1002: ; expected',
    'MSBUILD : error MSB1009: Project file does not exist.',
  ]);
  expect(buildErrors('make: *** No rule\nmake: stop\n')).toEqual(['make: *** No rule', 'make: stop']);
});

/** Colours as tags, which a test can be read with. */
const colours: [string, string][] = [
  ['32', 'green'],
  ['31', 'red'],
  ['1', 'bold'],
  ['2', 'dim'],
];

function tagged(text: string): string {
  const opened = colours.reduce((t, [code, name]) => t.replaceAll(`\x1b[${code}m`, `<${name}>`), text);
  let open = '';
  // Colours have one end in common, bold and dim another.
  return opened.replaceAll(
    new RegExp(`<(\\w+)>|${String.fromCharCode(27)}\\[(?:39|22)m`, 'g'),
    (match, name) => {
      if (name) open = name;
      return name ? match : `</${open}>`;
    },
  );
}

/** A command in a pseudo-terminal of 80 columns, with what it shows and a way to type. */
function inTerminal(cwd: string, args: string[], env: Record<string, string> = {}) {
  const quoted = ['stty', 'cols', '80', '&&', 'exec', process.execPath, bin, ...args].join(' ');
  const { CI: _ci, NO_COLOR: _noColor, FORCE_COLOR: _force, ...own } = process.env;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', quoted, '/dev/null'], {
    cwd,
    env: { ...own, ...dotnetEnvironment, TERM: 'xterm-256color', ...env },
  });
  let screen = '';
  child.stdout.on('data', (chunk) => {
    screen += tagged(String(chunk));
  });
  // Its end hangs up on everything in the terminal.
  onTestFinished(() => void child.kill('SIGKILL'));
  onTestFailed(() => console.log(screen));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    screen: () => screen,
    shows: (text: string | RegExp) =>
      until(() => (typeof text === 'string' ? screen.includes(text) : text.test(screen))),
    type: (text: string) => child.stdin.write(text),
    exited,
  };
}

const urlOf = (screen: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(screen)?.[0] as string;
const post = (url: string, body: string) => send(`${url}/2015-03-31/functions/hello/invocations`, { body });

it('local --watch --jit, as a person sees it in a terminal', { timeout: 240_000 }, async () => {
  const folder = await newProject(temporaryFolder(), 'hello');
  const terminal = inTerminal(folder, ['local', '--watch', '--jit', '--port', '0']);
  // A build shows a line that moves, and leaves one that stays.
  await terminal.shows(/\u280b Building \(dotnet build\) \d+\.\d s/);
  await terminal.shows(/<green>Built in \d+\.\d s\.<\/green>/);
  await terminal.shows('Ctrl-C ends it.');
  const url = urlOf(terminal.screen());
  expect(terminal.screen()).toMatch(/FUNCTION +MEMORY +TIMEOUT/);

  expect((await post(url, '"Hello"')).body).toBe('"HELLO"');
  await terminal.shows(
    /<green>200<\/green> <bold>hello<\/bold> Invoke RequestResponse <dim>\d+\.\d ms<\/dim>/,
  );

  const source = join(folder, 'src', 'Hello', 'Functions', 'Uppercase.cs');
  const good = readFileSync(source, 'utf8');
  expect(good).toContain('ToUpperInvariant');

  // A build that fails shows the compiler's errors and keeps the code that ran before.
  writeFileSync(source, good.replace('ToUpperInvariant', 'ToNothing'));
  await terminal.shows(/Uppercase\.cs\(\d+,\d+\):\s+error\s+CS1061:[\s\S]*ToNothing/);
  await terminal.shows('The build failed in');
  expect((await post(url, '"Still"')).body).toBe('"STILL"');
  // The page says it as well.
  const state = async () => JSON.parse((await send(`${url}/_console/api/state`)).body).build;
  const build = await state();
  expect(build).toMatchObject({ last: { ok: false } });
  expect(build.last.errors.join()).toMatch(/Uppercase\.cs\(\d+,\d+\): error CS1061: .*ToNothing/);

  // A request that comes in during a build waits for the new code.
  const builds = () => terminal.screen().split('Built in').length;
  const before = builds();
  writeFileSync(source, good.replace('ToUpperInvariant', 'ToLowerInvariant'));
  let answer: string;
  do {
    // One change may be two to a machine under load: then a build of what was wrong comes before this one, and fails.
    await until(async () => {
      const { isRunning, last } = await state();
      return isRunning || last.ok;
    });
    answer = (await post(url, '"New"')).body;
  } while (answer !== '"new"' && !(await state()).last.ok);
  expect(answer).toBe('"new"');
  await until(() => builds() > before);

  // Events and documents are no reason to build.
  mkdirSync(join(folder, 'events'), { recursive: true });
  writeFileSync(join(folder, 'events', 'other.json'), '1');
  writeFileSync(join(folder, 'README.md'), 'changed');
  const count = builds();
  // A build that they started would be under way when the next one is asked for, and be shown as well.
  writeFileSync(join(folder, 'src', 'Hello', 'Functions', 'Uppercase.cs'), good);
  await until(() => builds() > count);
  expect((await post(url, '"Last"')).body).toBe('"LAST"');
  expect(builds()).toBeLessThanOrEqual(count + 2);

  const pids = execFileSync('pgrep', ['-f', '/lambda-nativeaot-.*bootstrap.dll'])
    .toString()
    .trim()
    .split('\n')
    .map(Number);
  terminal.type('\x03');
  expect(await terminal.exited).toBe(0);
  await until(() => pids.every((pid) => !isAlive(pid)));
});

it('NO_COLOR and --no-color take the colours away', async () => {
  const folder = temporaryFolder();
  for (const [args, env] of [
    [[], { NO_COLOR: '1' }],
    [['--no-color'], {}],
  ] as const) {
    const terminal = inTerminal(folder, ['local', ...args], env);
    await terminal.exited;
    expect(terminal.screen()).toMatch(/^error: .* has no \.yo-rc\.json/);
    expect(terminal.screen()).not.toContain('\x1b[3');
  }
});
