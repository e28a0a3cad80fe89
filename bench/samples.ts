import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { allSamples } from '../src/samples/catalogue.ts';
import type { Sample } from '../src/samples/sample.ts';
import { renderTable } from '../src/ui/table.ts';
import { callsAws, compileC, makeSample, quietLog } from './build.ts';
import { contestants } from './contestants.ts';
import type { SampleFigures } from './figures.ts';
import { measure } from './measure.ts';

// The size and the cold start of every sample, each made, compiled and zipped as a new project of its own. Writes
// bench/samples.json. A sample that calls AWS is not timed: that would measure the service. Nor is one that bench/run.ts
// measures beside other programs: each figure is measured in one place.

const starts = Number(process.env.BENCH_SAMPLES ?? 20);
const here = fileURLToPath(new URL('.', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

async function measureSample(
  { id, title }: Sample,
  project: string,
  harness: string,
): Promise<Partial<SampleFigures>> {
  const folder = join(project, 'dist', 'publish');
  const command = [join(folder, 'bootstrap')];
  const env = { _HANDLER: id, LAMBDA_TASK_ROOT: folder, ...quietLog };
  const contestant = { id, title, source: '', command: () => command };
  const built = { contestant, command, binaryBytes: 0, zipBytes: 0 };
  const eventPath = join(project, 'events', `${id}.json`);
  const times = (await measure([built], { samples: starts, warm: 100, eventPath, harness, env })).get(id);
  if (!times) return {};
  return {
    firstMicroseconds: Math.round(times.first),
    firstP90: Math.round(times.firstP90),
    warmMicroseconds: Math.round(times.warm),
    memoryKiB: Math.round(times.memory),
  };
}

const isTimedElsewhere = ({ id }: Sample) => contestants.some(({ sample }) => sample === id);
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MB`;
const known = (value: number | undefined, text: (value: number) => string) =>
  value === undefined ? '' : text(value);

function table(results: readonly SampleFigures[]): string {
  const titles = ['BINARY', 'ZIP', 'FIRST ANSWER', 'WARM', 'MEMORY'];
  const columns = titles.map((title) => ({ title, align: 'right' }) as const);
  const rows = results.map((result) => [
    result.id,
    megabytes(result.binaryBytes),
    megabytes(result.zipBytes),
    known(result.firstMicroseconds, (value) => `${(value / 1000).toFixed(1)} ms`),
    known(result.warmMicroseconds, (value) => `${value} µs`),
    known(result.memoryKiB, (value) => megabytes(value * 1024)),
  ]);
  return renderTable([{ title: 'SAMPLE' }, ...columns], rows);
}

const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  const harness = join(folder, 'harness');
  await compileC(join(here, 'c', 'harness.c'), harness);
  const results: SampleFigures[] = [];
  for (const sample of allSamples()) {
    say(`building and measuring ${sample.id}`);
    const project = join(folder, sample.id);
    await makeSample(sample, project, ['publish', 'strip', 'zip']);
    const sizeOf = async (path: string) => (await stat(join(project, 'dist', path))).size;
    const sizes = { binaryBytes: await sizeOf('publish/bootstrap'), zipBytes: await sizeOf('bench.zip') };
    const times =
      callsAws(sample) || isTimedElsewhere(sample) ? {} : await measureSample(sample, project, harness);
    results.push({ id: sample.id, ...sizes, ...times });
    await rm(project, { recursive: true });
  }
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  const dotnet = (await execa('dotnet', ['--version'])).stdout.trim();
  const file = { machine, dotnet, starts, samples: results };
  await writeFile(join(here, 'samples.json'), `${JSON.stringify(file, null, 2)}\n`);
  process.stdout.write(`${table(results)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
