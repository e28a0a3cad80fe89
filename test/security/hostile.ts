import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';
import { findProgram } from '../../src/processes/find-program.ts';
import { bin as builtBin } from '../support/bin.ts';

/** Another build may be tried, to see that it fails. */
const bin = process.env.HOSTILE_BIN ?? builtBin;

/** A repository from a stranger, and beside it what it must not reach. */
export interface Hostile {
  /** Holds everything; goes away with `dispose`. */
  readonly place: string;
  readonly repository: string;
  readonly outside: string;
  /** Every program of the repository that runs writes a line here. */
  readonly mark: string;
  /** PATH with git and a shell, without dotnet or make, and with the repository's own programs in front. */
  readonly path: string;
  dispose(): Promise<void>;
}

const fixture = join(packageRoot(), 'test', 'security', 'fixtures', 'hostile');

/** What cannot be committed under its own name. */
const renamed: readonly (readonly [from: string, to: string])[] = [
  ['dot-sdk', '.sdk'],
  ['dot-npmrc', '.npmrc'],
  ['dot-env', '.env'],
  ['dot-gitattributes', '.gitattributes'],
  ['dot-yo-rc.json', '.yo-rc.json'],
];

/** Names of programs that the tool, or a program that it starts, looks for. */
const shadowed =
  'git npm npx node dotnet make zip zig clang gcc ld readelf objcopy strip docker aws sh env'.split(' ');

async function tools(place: string): Promise<string> {
  const folder = join(place, 'tools');
  await mkdir(folder);
  for (const name of ['git', 'sh', 'env', 'uname', 'npm', 'node', 'sed', 'dirname', 'basename']) {
    const program = name === 'node' ? process.execPath : await findProgram(name, { folder: place });
    if (program !== undefined) symlinkSync(program, join(folder, name));
  }
  return folder;
}

/** Lays the repository out; its index is older than its files, so that git has to compare them. */
export async function layHostile(): Promise<Hostile> {
  const place = await mkdtemp(join(tmpdir(), 'hostile-'));
  const repository = join(place, 'work', 'repository');
  const outside = join(place, 'outside');
  await cp(fixture, repository, { recursive: true });
  for (const [from, to] of renamed) await rename(join(repository, from), join(repository, to));
  // A project in the folder that looks like a repository.
  for (const name of ['App.csproj', 'Function.cs']) {
    await cp(join(repository, 'src', 'App', name), join(repository, 'bare', name));
  }
  await cp(join(repository, '.yo-rc.json'), join(repository, 'bare', '.yo-rc.json'));
  await execa('git', ['init', '--quiet', '--initial-branch=main'], { cwd: repository });
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  await execa('git', ['add', '--force', '.'], { cwd: repository });
  await execa('git', [...identity, 'commit', '--quiet', '-m', 'first'], { cwd: repository });
  await rename(join(repository, 'git-config'), join(repository, '.git', 'config'));
  await execa('git', ['config', '--file', '.git/config', 'core.repositoryFormatVersion', '0'], {
    cwd: repository,
  });
  // A changed time makes git compare the file, through the repository's filter.
  await writeFile(join(repository, 'events', 'app.json'), '"Hello"\n');
  const programs = join(repository, 'node_modules', '.bin');
  mkdirSync(programs, { recursive: true });
  for (const name of shadowed) symlinkSync('../../evil.sh', join(programs, name));
  chmodSync(join(repository, 'evil.sh'), 0o755);
  await mkdir(outside);
  await writeFile(join(outside, 'shared.yaml'), 'Resources: {}\n');
  await writeFile(join(outside, 'notes.txt'), 'theirs\n');
  await mkdir(join(place, 'home'));
  return {
    place,
    repository,
    outside,
    mark: join(place, 'mark'),
    path: [programs, 'node_modules/.bin', '.', await tools(place)].join(':'),
    dispose: () => rm(place, { recursive: true, force: true }),
  };
}

/** The files of a folder with what they hold; links with where they lead. */
export async function fingerprint(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const rows = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const info = lstatSync(path);
    if (info.isSymbolicLink()) return [path, `-> ${readlinkSync(path)}`];
    if (!info.isFile()) return [path, 'folder'];
    return [
      path,
      `${info.mode.toString(8)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`,
    ];
  });
  return Object.fromEntries(rows.sort());
}

/** What a run of the tool came to. */
export interface HostileRun {
  readonly exitCode: number | undefined;
  readonly output: string;
  /** True where it had to be ended. */
  readonly hung: boolean;
  readonly megabytes: number;
  readonly cpuSeconds: number;
}

/** Ends a run that waits for something that never comes; a busy one is told by its CPU time. */
const patienceMs = 60_000;

/** Runs the tool in a folder of the repository, as a user would who has just cloned it. */
export async function runIn(
  { place, path, mark }: Hostile,
  cwd: string,
  args: readonly string[],
  extra: Record<string, string> = {},
): Promise<HostileRun> {
  const usageFile = join(place, `usage-${process.hrtime.bigint()}`);
  const measure = join(packageRoot(), 'test', 'security', 'rss.mjs');
  const result = await execa(process.execPath, ['--import', measure, bin, ...args], {
    cwd,
    env: {
      HOME: join(place, 'home'),
      PATH: path,
      HOSTILE_MARK: mark,
      USAGE_FILE: usageFile,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      ...extra,
    },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    timeout: patienceMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  const usage = existsSync(usageFile)
    ? (JSON.parse(readFileSync(usageFile, 'utf8')) as { megabytes: number; cpuSeconds: number })
    : { megabytes: Number.NaN, cpuSeconds: Number.NaN };
  return { exitCode: result.exitCode, output: result.all, hung: result.timedOut, ...usage };
}

/** Writes a file of the repository in place of what stands there. */
export async function put({ repository }: Hostile, path: string, contents: string | Buffer): Promise<void> {
  const file = join(repository, path);
  await rm(file, { recursive: true, force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}

/** Puts a link in the place of a file of the repository. */
export async function link({ repository }: Hostile, path: string, to: string): Promise<void> {
  const file = join(repository, path);
  await rm(file, { recursive: true, force: true });
  await mkdir(dirname(file), { recursive: true });
  symlinkSync(to, file);
}

/** Puts a pipe in the place of a file of the repository; nobody writes into it. */
export async function pipe({ repository }: Hostile, path: string): Promise<void> {
  const file = join(repository, path);
  await rm(file, { recursive: true, force: true });
  await mkdir(dirname(file), { recursive: true });
  await execa('mkfifo', [file]);
}
