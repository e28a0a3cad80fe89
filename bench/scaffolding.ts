import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Summary, summarise } from '../src/ui/statistics.ts';
import { renderTable } from '../src/ui/table.ts';

// How long the command line takes, beside "dotnet new" and an empty Node: the package as it is published, packed and
// installed in a folder of its own. Writes bench/scaffolding.json. In turns, so that whatever else the machine does
// meets all of them alike; the first turn fills caches and is not counted.

const turns = Number(process.env.BENCH_SCAFFOLDING ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

/** A command that runs in an empty folder. */
interface Contestant {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
}

const environment = {
  ...process.env,
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  NO_COLOR: '1',
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};

/** Packs and installs this package. @returns the size of the package in bytes, and the path of its bin. */
async function install(folder: string): Promise<{ packedBytes: number; bin: string }> {
  await execa('npm', ['run', '--silent', 'build'], { cwd: root });
  await execa('npm', ['pack', root, '--ignore-scripts', '--pack-destination', folder], { cwd: folder });
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz')) as string;
  const tarball = join(folder, name);
  const place = join(folder, 'installed');
  await mkdir(place);
  await writeFile(join(place, 'package.json'), '{"private": true}');
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await execa('npm', ['install', ...flags, tarball], { cwd: place });
  const { size } = await stat(tarball);
  const bin = join(place, 'node_modules', 'generator-lambda-nativeaot', 'dist', 'src', 'cli', 'bin.js');
  return { packedBytes: size, bin };
}

/** Milliseconds from the start of a command to its end. */
async function time({ title, command: [file, ...args] }: Contestant, folder: string): Promise<number> {
  await mkdir(folder);
  const begun = performance.now();
  const { status, stderr } = spawnSync(file, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const took = performance.now() - begun;
  if (status !== 0) throw new Error(`${title} failed: ${stderr}`);
  await rm(folder, { recursive: true, force: true });
  return took;
}

/** How many files of the package a command reads (strace), by what they are; undefined without strace. */
async function filesRead(command: readonly string[], folder: string) {
  await mkdir(folder);
  const log = join(folder, 'strace.log');
  const { failed } = await execa('strace', ['-f', '-qq', '-e', 'trace=open,openat', '-o', log, ...command], {
    cwd: folder,
    env: environment,
    stdin: 'ignore',
    reject: false,
  });
  if (failed) return undefined;
  const calls = (await readFile(log, 'utf8')).split('\n').filter((line) => !line.includes(' = -1 '));
  const paths = calls.flatMap((line) => /generator-lambda-nativeaot\/([^"]+)"/.exec(line)?.[1] ?? []);
  await rm(folder, { recursive: true, force: true });
  return {
    code: new Set(paths.filter((path) => path.endsWith('.js'))).size,
    templates: new Set(paths.filter((path) => path.startsWith('templates/'))).size,
  };
}

const round = (value: number) => Number(value.toFixed(1));

function table(rows: readonly { title: string; summary: Summary }[], reference: Summary): string {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  return renderTable(
    [{ title: 'COMMAND' }, right('MEDIAN'), right('MIN'), right('P90'), right('× DOTNET NEW')],
    rows.map(({ title, summary: { p50, min, p90 } }) => [
      title,
      ...[p50, min, p90].map((value) => `${value.toFixed(0)} ms`),
      (p50 / reference.p50).toFixed(2),
    ]),
  );
}

const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  say('packing and installing');
  const { packedBytes, bin } = await install(folder);
  const own = (title: string, ...args: string[]): Contestant => ({
    title,
    command: [process.execPath, bin, ...args],
  });
  const dotnet: Contestant = {
    title: 'dotnet new console --no-restore',
    command: ['dotnet', 'new', 'console', '--no-restore', '--output', 'x'],
  };
  const contestants: readonly Contestant[] = [
    own('new x --yes', 'new', 'x', '--yes'),
    own('new x --yes --skip-git', 'new', 'x', '--yes', '--skip-git'),
    dotnet,
    own('--help', '--help'),
    { title: 'node -e 0', command: [process.execPath, '-e', '0'] },
  ];
  const times = new Map<string, number[]>(contestants.map(({ title }) => [title, []]));
  for (let turn = 0; turn <= turns; turn++) {
    say(`turn ${turn} of ${turns}`);
    for (const contestant of contestants) {
      const took = await time(contestant, join(folder, 'work'));
      if (turn > 0) times.get(contestant.title)?.push(took);
    }
  }
  const rows = [...times].map(([title, figures]) => ({ title, summary: summarise(figures) }));
  const reference = summarise(times.get(dotnet.title) as number[]);
  const read = {
    help: await filesRead([process.execPath, bin, '--help'], join(folder, 'work')),
    new: await filesRead([process.execPath, bin, 'new', 'x', '--yes', '--skip-git'], join(folder, 'work')),
  };
  const results = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`,
    /** Of the last minute, this benchmark included: what else ran stretches the times, and the ratios less. */
    load: round(loadavg()[0] as number),
    node: process.version,
    dotnet: (await execa('dotnet', ['--version'])).stdout.trim(),
    turns,
    packedBytes,
    filesRead: read,
    commands: rows.map(({ title, summary: { p50, min, p90 } }) => ({
      title,
      medianMs: round(p50),
      minMs: round(min),
      p90Ms: round(p90),
      ratio: Number((p50 / reference.p50).toFixed(2)),
    })),
  };
  await writeFile(join(root, 'bench', 'scaffolding.json'), `${JSON.stringify(results, null, 2)}\n`);
  const files = (of: { code: number; templates: number } | undefined) =>
    of === undefined ? 'unknown (no strace)' : `${of.code} of code, ${of.templates} templates`;
  process.stdout.write(
    `${table(rows, reference)}\n\npackage: ${(packedBytes / 1e6).toFixed(2)} MB\n` +
      `files read by --help: ${files(read.help)}; by new: ${files(read.new)}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
