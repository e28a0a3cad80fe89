import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLocalTarget } from '../src/aws/tune/local.ts';
import { measureSizes } from '../src/aws/tune/measure.ts';
import { openCpuShare } from '../src/emulator/cpu/open.ts';
import { quotaOf } from '../src/emulator/cpu/share.ts';
import { summarise } from '../src/ui/statistics.ts';
import { renderTable } from '../src/ui/table.ts';
import { compileC } from './build.ts';

// tune's estimate of a function that computes, beside the quota's arithmetic: work / (quota / period), and no less than the work.
// node --import tsx bench/estimates.ts writes bench/estimates.json. The machine has to be idle: what other programs take of the
// processors is in the measurement and not in the arithmetic.

const sizes = [128, 256, 512, 1024, 1769, 3008];
const workMs = 200;
const here = fileURLToPath(new URL('.', import.meta.url));

const { way, note } = await openCpuShare(sizes, here);
if (way === undefined) throw new Error(note);
const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  await compileC(join(here, 'c', 'bootstrap.c'), join(folder, 'bootstrap'));
  const launch = { command: join(folder, 'bootstrap'), args: [], folder } as const;
  const fn = {
    name: 'busy',
    handler: 'busy',
    runtime: 'provided.al2023',
    memorySize: 128,
    timeout: 60,
    launch,
  } as const;
  const payload = Buffer.from(String(workMs));
  const runs = await withLocalTarget(fn, way, payload, (target) =>
    measureSizes(target, {
      sizes,
      count: 5,
      warm: 4,
      events: [{ weight: 1, payload }],
      signal: new AbortController().signal,
      onSample: () => {},
    }),
  );
  const rows = runs.map(({ memorySize, warm }) => {
    const { periodUs, quotaUs } = quotaOf(memorySize);
    const expected = workMs * Math.max(1, periodUs / quotaUs);
    const { min, p50, p90 } = summarise(warm.map(({ durationMs }) => durationMs));
    return { memorySize, expected, min, p50, p90, differencePercent: (p50 / expected - 1) * 100 };
  });
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  const file = { machine, workMs, way: way.name, load: loadavg(), rows };
  await writeFile(join(here, 'estimates.json'), `${JSON.stringify(file, null, 2)}\n`);
  const columns = ['MEMORY', 'ARITHMETIC ms', 'MEASURED p50', 'P90', 'DIFFERENCE %'].map(
    (title) => ({ title, align: 'right' }) as const,
  );
  const cells = rows.map((row) => [
    `${row.memorySize} MB`,
    row.expected.toFixed(0),
    ...[row.p50, row.p90].map((value) => value.toFixed(1)),
    row.differencePercent.toFixed(1),
  ]);
  process.stdout.write(`${renderTable(columns, cells)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
