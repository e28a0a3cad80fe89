// From a fresh clone to an answer of a native binary: npm run quickstart [-- FOLDER]
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'dist', 'src', 'cli', 'bin.js');
const project = resolve(
  process.env.INIT_CWD ?? '.',
  process.argv[2] ?? join(temporaryFolder(), 'hello-native'),
);

const tools = [
  [['dotnet'], 'the .NET SDK (https://dotnet.microsoft.com/download)'],
  [['clang', 'gcc'], 'clang or gcc, with the headers of zlib'],
];

function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'lambda-nativeaot-'));
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

function isThere(tool) {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** A word as a shell reads it back: what is shown can be pasted. */
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Runs one step; its output is shown unless it is asked for. */
function run(command, args, { cwd = root, capture = false } = {}) {
  const words = args[0] === bin ? ['lambda-nativeaot', ...args.slice(1)] : [command, ...args];
  const shown = words.map(quote).join(' ');
  console.error(`\n> ${shown}`);
  const stdio = ['ignore', capture ? 'pipe' : 'inherit', 'inherit'];
  const { status, stdout, error } = spawnSync(command, args, { cwd, stdio, encoding: 'utf8' });
  if (status !== 0) fail(`${shown} failed${error ? `: ${error.message}` : ''}; see above.`);
  return stdout;
}

function lambdaNativeaot(args, options) {
  return run(process.execPath, [bin, ...args], options);
}

if (process.platform !== 'linux') fail('native builds for Lambda run on Linux; use WSL or a container here.');
const missing = tools.filter(([names]) => !names.some(isThere)).map(([, what]) => what);
if (missing.length > 0) fail(`missing: ${[...new Set(missing)].join(', ')}; install and run this again.`);

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) run('npm', ['ci']);
run('npm', ['run', '--silent', 'build']);
lambdaNativeaot(['new', 'hello-native', '--output', project, '--yes', '--skip-git']);
lambdaNativeaot(['build'], { cwd: project });
const answer = lambdaNativeaot(['invoke', '--payload', '"Hello World"'], { cwd: project, capture: true });
const coldStart = lambdaNativeaot(['cold-start', '-n', '10', '--json'], { cwd: project, capture: true });
const { total } = JSON.parse(coldStart).series[0].summary;
const { size } = statSync(join(project, 'dist', 'hello-native.zip'));

console.log(`
The native binary answers "Hello World" with ${answer.trim()}
zip         ${(size / 1e6).toFixed(2)} MB   ${join(project, 'dist', 'hello-native.zip')}
cold start  ${total.p50.toFixed(1)} ms   (median of ${total.n}, from the request to the answer, in the emulator on this machine)

The project is in ${project}; "make" lists what it can do.`);
