import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { renderTable } from '../src/ui/table.ts';
import { changesBetween, type Measurements } from './changes.ts';

// The results in the folder beside those of a commit, HEAD unless another is named: node --import tsx bench/compare.ts [REVISION].
// Exit code 1 when something got larger or slower than it varies by itself. The nightly workflow runs it after the benchmarks.

const here = fileURLToPath(new URL('.', import.meta.url));
const revision = process.argv[2] ?? 'HEAD';

const ofCommit = async (name: string) =>
  JSON.parse((await execa('git', ['show', `${revision}:bench/${name}`], { cwd: here })).stdout);
const ofFolder = async (name: string) => JSON.parse(await readFile(join(here, name), 'utf8'));

const read = async (from: (name: string) => Promise<unknown>) =>
  ({ programs: await from('results.json'), samples: await from('samples.json') }) as Measurements;

const changes = changesBetween(await read(ofCommit), await read(ofFolder));
const worse = changes.filter(({ isWorse }) => isWorse);
const columns = ['BEFORE', 'NOW', 'CHANGE'].map((title) => ({ title, align: 'right' }) as const);
process.stdout.write(
  `${renderTable(
    [{ title: 'OF' }, { title: 'FIGURE' }, ...columns, { title: '' }],
    changes.map(({ of, figure, before, after, percent, isWorse }) => [
      of,
      figure,
      String(before),
      String(after),
      `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`,
      isWorse ? 'worse' : '',
    ]),
  )}\n${worse.length === 0 ? 'Nothing got worse.' : `${worse.length} of ${changes.length} figures got worse.`}\n`,
);
process.exitCode = worse.length === 0 ? 0 : 1;
