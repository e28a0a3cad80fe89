import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { summarise } from '../src/ui/statistics.ts';
import { renderTable } from '../src/ui/table.ts';
import { build, compileC } from './build.ts';
import { type Contestant, contestants } from './contestants.ts';
import { pin } from './pin.ts';

// What a start costs in any case: an empty program in C and one of NativeAOT, from start to end; the bootstrap of both, to its
// first request; and the same behind the script of a managed runtime. node --import tsx bench/floor.ts writes bench/floor.json.
// All run on one processor where taskset is there.

const starts = Number(process.env.BENCH_SAMPLES ?? 200);
const here = fileURLToPath(new URL('.', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

const bootstrapOf = (id: string) => contestants.find((contestant) => contestant.id === id) as Contestant;
const empty: Contestant = {
  id: 'empty',
  title: 'an empty NativeAOT program',
  source: join(here, 'programs', 'empty'),
  publish: ['-p:PublishAot=true'],
  command: (folder) => [join(folder, 'bootstrap')],
};

/** A program, and what of it is timed: until it ends, or until it asks for its first event. */
interface Program {
  readonly id: string;
  readonly title: string;
  readonly until: 'exit' | 'next';
  readonly command: readonly string[];
}

async function commandOf(contestant: Contestant, folder: string): Promise<readonly string[]> {
  const built = await build(contestant, folder);
  if ('reason' in built) throw new Error(built.reason);
  return built.command;
}

async function programs(folder: string): Promise<Program[]> {
  const emptyC = join(folder, 'empty-c');
  await compileC(join(here, 'c', 'empty.c'), emptyC);
  const builtin = await commandOf(bootstrapOf('builtin'), folder);
  const script = join(here, 'programs', 'managed.sh');
  return [
    { id: 'empty-c', title: 'an empty C program', until: 'exit', command: [emptyC] },
    { id: 'empty', title: empty.title, until: 'exit', command: await commandOf(empty, folder) },
    {
      id: 'c',
      title: 'the bootstrap in C',
      until: 'next',
      command: await commandOf(bootstrapOf('c'), folder),
    },
    { id: 'builtin', title: 'the built-in runtime', until: 'next', command: builtin },
    {
      id: 'managed',
      title: 'the same behind a managed runtime',
      until: 'next',
      command: ['sh', script, join(folder, 'builtin')],
    },
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  const harness = join(folder, 'harness');
  await compileC(join(here, 'c', 'harness.c'), harness);
  const eventPath = join(folder, 'event.json');
  await writeFile(eventPath, '"hello world"');
  const all = await programs(folder);
  say(`measuring, ${starts} starts of each`);
  const times = new Map<string, number[]>(all.map(({ id }) => [id, []]));
  for (let turn = 0; turn <= starts; turn++) {
    for (const { id, until, command } of all) {
      const how = until === 'exit' ? ['--until', 'exit'] : ['--event', eventPath];
      const words = [...pin, harness, ...how, '--', ...command];
      const { stdout } = await execa(words[0] as string, words.slice(1));
      // The first turn reads the files into memory.
      if (turn > 0) times.get(id)?.push(JSON.parse(stdout)[until]);
    }
  }
  const rows = all.map(({ id, title, until }) => {
    const { min, p50, p90 } = summarise(times.get(id) as number[]);
    return { id, title, until, min, p50, p90 };
  });
  const median = (id: string) => rows.find((row) => row.id === id)?.p50 as number;
  // What the runtime client adds to a program of NativeAOT, as far as C's bootstrap does not add it to one in C.
  const ownMicroseconds = Math.round(median('builtin') - median('c') - (median('empty') - median('empty-c')));
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  const dotnet = (await execa('dotnet', ['--version'])).stdout.trim();
  const load = loadavg().map((value) => Number(value.toFixed(2)));
  const file = { machine, dotnet, starts, isPinned: pin.length > 0, load, ownMicroseconds, rows };
  await writeFile(join(here, 'floor.json'), `${JSON.stringify(file, null, 2)}\n`);
  const columns = ['PROGRAM', 'UNTIL', 'MIN µs', 'P50', 'P90'].map(
    (title, i) => ({ title, align: i < 2 ? 'left' : 'right' }) as const,
  );
  const cells = rows.map(({ title, until, ...row }) => [
    title,
    until,
    ...[row.min, row.p50, row.p90].map((value) => String(Math.round(value))),
  ]);
  process.stdout.write(`${renderTable(columns, cells)}\nthe client's own: ${ownMicroseconds} µs\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
