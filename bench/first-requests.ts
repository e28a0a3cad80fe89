import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freshSandboxes } from '../src/aws/measure/fresh-sandboxes.ts';
import { openCpuShare } from '../src/emulator/cpu/open.ts';
import type { CpuWay } from '../src/emulator/cpu/way.ts';
import type { EmulatedFunction } from '../src/emulator/types.ts';
import { allSamples } from '../src/samples/catalogue.ts';
import { type Summary, summarise } from '../src/ui/statistics.ts';
import { renderTable } from '../src/ui/table.ts';
import { makeSample, quietLog } from './build.ts';
import { type Connection, connections, startTableService } from './table-service.ts';

// INIT, the first and a warm invocation of samples at the CPU share of three memory sizes: node --import tsx
// bench/first-requests.ts [SAMPLE…]. Writes bench/first-requests.json when all are measured. Times are those of the emulator;
// processor times are the kernel's. On a machine with other load: as root, nice -n -20 before it.

const sizes = [128, 256, 1769];
const starts = Number(process.env.BENCH_SAMPLES ?? 20);
const usual = [
  'json',
  'http-api',
  'sqs-batch',
  's3-event',
  'aspnet-webapi',
  'aspnet-reflection',
  'dynamodb-crud',
];
const here = fileURLToPath(new URL('.', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

/** The processor time of a process's threads, in ms. Source: Linux, Documentation/scheduler/sched-stats.rst. */
async function processorMs(pid: number): Promise<number> {
  const tasks = `/proc/${pid}/task`;
  const texts = await Promise.all(
    (await readdir(tasks)).map((task) => readFile(`${tasks}/${task}/schedstat`, 'latin1').catch(() => '0')),
  );
  return texts.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
}

/** Puts a group before other programs of the machine, which are no part of what is measured; its quota stays. */
async function prefer(path: string): Promise<void> {
  const weights = [
    ['cpu.shares', '262144'],
    ['cpu.weight', '10000'],
  ] as const;
  for (const [file, value] of weights) {
    if (existsSync(join(path, file))) await writeFile(join(path, file), value).catch(() => undefined);
  }
}

interface Start {
  readonly init: number;
  readonly first: number;
  readonly warm: number;
  readonly initProcessor: number;
  readonly firstProcessor: number;
}

/** Starts of one function at one size. */
async function measureAt(fn: EmulatedFunction, way: CpuWay, payload: Buffer): Promise<Start[]> {
  let pid = 0;
  let initProcessor = 0;
  const hold: CpuWay['hold'] = async (pids, quota) => {
    pid = pids.at(-1) as number;
    initProcessor = await processorMs(pid);
    const group = await way.hold(pids, quota);
    await prefer(group.path);
    return group;
  };
  const sandboxes = await freshSandboxes(fn, { ...way, hold });
  const found: Start[] = [];
  try {
    for (let i = 0; i <= starts; i++) {
      const cold = await sandboxes.invoke(payload);
      const firstProcessor = (await processorMs(pid)) - initProcessor;
      const warm = await sandboxes.invoke(payload);
      for (const { error } of [cold, warm]) if (error) throw error;
      sandboxes.renew();
      const { initDurationMs: init = 0, durationMs: first } = cold.report;
      // The first start reads the file into memory.
      if (i > 0) found.push({ init, first, warm: warm.report.durationMs, initProcessor, firstProcessor });
    }
  } finally {
    await sandboxes.close();
  }
  return found;
}

const figures = ['init', 'initProcessor', 'first', 'firstProcessor', 'warm'] as const;
const round = (value: number) => Number(value.toFixed(2));
const spread = ({ min, p50, p90 }: Summary) => ({ min: round(min), p50: round(p50), p90: round(p90) });

interface Row extends Readonly<Record<(typeof figures)[number], ReturnType<typeof spread>>> {
  readonly id: string;
  readonly memorySize: number;
}

async function measureSample(
  id: string,
  project: string,
  way: CpuWay,
  connection: Connection,
): Promise<Row[]> {
  const folder = join(project, 'dist', 'publish');
  const payload = await readFile(join(project, 'events', `${id}.json`));
  const table = await startTableService(project, connection);
  const rows: Row[] = [];
  try {
    for (const memorySize of sizes) {
      const launch = { command: join(folder, 'bootstrap'), args: [], folder } as const;
      const fn: EmulatedFunction = {
        name: id,
        handler: id,
        runtime: 'provided.al2023',
        memorySize,
        timeout: 60,
        launch,
        environment: { ...quietLog, ...table.environment },
      };
      const found = await measureAt(fn, way, payload);
      const summaries = figures.map((figure) => [figure, spread(summarise(found.map((one) => one[figure])))]);
      rows.push({
        id: connection === 'plain' ? id : `${id} ${connection}`,
        memorySize,
        ...Object.fromEntries(summaries),
      });
    }
  } finally {
    table.close();
  }
  return rows;
}

const columns = ['SAMPLE', 'MEMORY', 'INIT', 'CPU', 'FIRST', 'CPU', 'WARM'];
const table = (rows: readonly Row[]) =>
  renderTable(
    columns.map((title, i) => ({ title, align: i === 0 ? 'left' : 'right' })),
    rows.map((row) => [row.id, `${row.memorySize} MB`, ...figures.map((f) => row[f].p50.toFixed(2))]),
  );

const { way, note } = await openCpuShare(sizes, here);
if (way === undefined) throw new Error(note);
const chosen = process.argv.slice(2);
const folder = process.env.BENCH_FOLDER ?? (await mkdtemp(join(tmpdir(), 'lambda-bench-')));
try {
  const rows: Row[] = [];
  for (const sample of allSamples().filter(({ id }) => (chosen.length > 0 ? chosen : usual).includes(id))) {
    say(`building and measuring ${sample.id}`);
    const project = join(folder, sample.id);
    // A folder that is kept has its builds measured again.
    if (!existsSync(join(project, 'dist', 'publish', 'bootstrap'))) {
      await makeSample(sample, project, ['publish']);
    }
    const ways = sample.id === 'dynamodb-crud' ? connections : (['plain'] as const);
    for (const connection of ways) rows.push(...(await measureSample(sample.id, project, way, connection)));
    say(table(rows));
  }
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  const dotnet = (await execa('dotnet', ['--version'])).stdout.trim();
  const file = { machine, dotnet, starts, load: loadavg().map(round), way: way.name, rows };
  if (chosen.length === 0) {
    await writeFile(join(here, 'first-requests.json'), `${JSON.stringify(file, null, 2)}\n`);
  }
  process.stdout.write(`${table(rows)}\n`);
} finally {
  if (process.env.BENCH_FOLDER === undefined) await rm(folder, { recursive: true, force: true });
}
