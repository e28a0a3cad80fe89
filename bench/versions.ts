import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { renderTable } from '../src/ui/table.ts';
import { type Built, compileC, quietLog } from './build.ts';
import { type Measured, measure } from './measure.ts';
import { pin } from './pin.ts';

// Samples as other commits of this repository write and build them, beside those of the files as they are now, interleaved:
// node --import tsx bench/versions.ts REVISION… prints sizes, starts and warm times. BENCH_PROJECTS=uppercase,json names the
// samples, BENCH_SAMPLES the starts. It answers whether a change made a function larger or slower, and writes no result file.

const starts = Number(process.env.BENCH_SAMPLES ?? 100);
const projects = (process.env.BENCH_PROJECTS ?? 'uppercase,json').split(',');
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Writes a sample with the command line of a checkout, and compiles it. */
async function publish(checkout: string, sample: string, project: string): Promise<void> {
  const bin = join(checkout, 'src', 'cli', 'bin.ts');
  const words = ['new', 'bench', '--sample', sample, '--yes', '--skip-git', '--output', project];
  await execa(process.execPath, ['--import', 'tsx', bin, ...words], { cwd: checkout, stdin: 'ignore' });
  await execa('make', ['publish'], { cwd: project });
}

const revisions = process.argv.slice(2);
if (revisions.length === 0) throw new Error('Name the revisions to compare with.');
const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
const checkouts: string[] = [];
try {
  const harness = join(folder, 'harness');
  await compileC(join(root, 'bench', 'c', 'harness.c'), harness);
  const versions = [{ name: 'now', checkout: root }];
  for (const revision of revisions) {
    const checkout = join(folder, `checkout-${versions.length}`);
    await execa('git', ['worktree', 'add', '--detach', checkout, revision], { cwd: root });
    checkouts.push(checkout);
    await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'));
    versions.push({ name: revision, checkout });
  }
  const cells: string[][] = [];
  for (const sample of projects) {
    const built: Built[] = [];
    for (const [i, { name, checkout }] of versions.entries()) {
      say(`building ${sample} of ${name}`);
      const project = join(folder, `${sample}-${i}`);
      await publish(checkout, sample, project);
      const bootstrap = join(project, 'dist', 'publish', 'bootstrap');
      const contestant = { id: name, title: name, source: '', command: () => [bootstrap] };
      const binaryBytes = (await stat(bootstrap)).size;
      built.push({ contestant, command: [bootstrap], binaryBytes, zipBytes: 0 });
    }
    const eventPath = join(folder, `${sample}-0`, 'events', `${sample}.json`);
    const env = { _HANDLER: sample, ...quietLog };
    const found = await measure(built, { samples: starts, warm: 1000, eventPath, harness, env });
    for (const { contestant, binaryBytes } of built) {
      const { next, first, warm, memory } = found.get(contestant.id) as Measured;
      const figures = [binaryBytes, next, first, warm, memory].map((value) => value.toFixed(0));
      cells.push([sample, contestant.id, ...figures]);
    }
  }
  const titles = ['BYTES', 'READY µs', 'FIRST µs', 'WARM µs', 'MEMORY KiB'];
  const columns = titles.map((title) => ({ title, align: 'right' }) as const);
  process.stdout.write(
    `${renderTable([{ title: 'SAMPLE' }, { title: 'VERSION' }, ...columns], cells)}\nMedians of ${starts} starts, interleaved; warm${pin.length > 0 ? ' on one processor' : ''}.\n`,
  );
} finally {
  for (const checkout of checkouts)
    await execa('git', ['worktree', 'remove', '--force', checkout], { cwd: root, reject: false });
  await rm(folder, { recursive: true, force: true });
}
