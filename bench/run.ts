import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Built, build, compileC, type NotBuilt } from './build.ts';
import { toChart } from './chart.ts';
import { contestants, echo } from './contestants.ts';
import { measure } from './measure.ts';
import { pin } from './pin.ts';
import { type LargeRow, type Results, round, toNotBuilt, toRows, toTable } from './report.ts';

const samples = Number(process.env.BENCH_SAMPLES ?? 40);
const here = fileURLToPath(new URL('.', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  const harness = join(folder, 'harness');
  await compileC(join(here, 'c', 'harness.c'), harness);
  const built: Built[] = [];
  const notBuilt: NotBuilt[] = [];
  for (const contestant of contestants) {
    say(`building ${contestant.title}`);
    const result = await build(contestant, folder);
    if ('reason' in result) {
      say(`  not built: ${result.reason}`);
      notBuilt.push(result);
    } else {
      built.push(result);
    }
  }

  say(`measuring, ${samples} starts of each`);
  const eventPath = join(folder, 'event.json');
  await writeFile(eventPath, '"hello world"');
  const measured = await measure(built, { samples, warm: 1000, eventPath, harness });

  say('measuring events of 6 MB');
  const results: Results = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`,
    dotnet: (await execa('dotnet', ['--version'])).stdout.trim(),
    samples,
    isPinned: pin.length > 0,
    programs: toRows(built, measured),
    large: await measureLarge(harness, built[0]),
    notBuilt: toNotBuilt(notBuilt),
  };
  await writeFile(join(here, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(here, 'cold-start.svg'), toChart(results));
  process.stdout.write(`${toTable(results)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function mustBuild(building: Promise<Built | NotBuilt>): Promise<Built> {
  const result = await building;
  if ('reason' in result) {
    throw new Error(result.reason);
  }
  return result;
}

/** A string of 6 MB that comes back as it went: in C, as bytes, and through .NET strings. */
async function measureLarge(harness: string, c: Built | undefined): Promise<LargeRow[]> {
  const program = await mustBuild(build(echo, folder));
  const eventPath = join(folder, 'large.json');
  await writeFile(eventPath, `"${'x'.repeat(6 * 1024 * 1024 - 2)}"`);
  const rows: (LargeRow & { readonly microseconds: number })[] = [];
  if (c) {
    const as = (id: string, handler: string, base: Built) => {
      const command = ['env', `_HANDLER=${handler}`, ...base.command];
      return { ...base, command, contestant: { ...base.contestant, id } };
    };
    const programs = [as('c', 'echo', c), as('bytes', 'bytes', program), as('string', 'string', program)];
    const times = await measure(programs, { samples: Math.ceil(samples / 4), warm: 30, eventPath, harness });
    const limit = times.get('c')?.warm ?? Number.NaN;
    for (const [id, title] of Object.entries({
      c: 'C',
      bytes: 'built-in, bytes',
      string: 'built-in, string',
    })) {
      const microseconds = times.get(id)?.warm ?? Number.NaN;
      rows.push({ title, ratio: round(microseconds / limit, 2), microseconds: round(microseconds, 0) });
    }
  }
  return rows;
}
