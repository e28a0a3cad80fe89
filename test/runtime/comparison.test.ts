import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsPackages } from '../support/aws-packages.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { differences } from './comparison/differences.ts';
import { groups, rows } from './comparison/rows.ts';
import { type Outcome, runProgram } from './comparison/run.ts';

// One set of handlers on both libraries. What AWS's library does was recorded from its source (RuntimeSupport 2.1.2,
// Core 3.2.0, Serialization.SystemTextJson 3.0.0, built for net10.0): comparison/fixtures/aws.json. Where NuGet has the packages, they
// are run again. builtin.json has what the built-in runtime does where it differs.

interface Recorded {
  readonly [name: string]: Outcome;
}

const read = (name: string): Recorded =>
  JSON.parse(readFileSync(new URL(`comparison/fixtures/${name}.json`, import.meta.url), 'utf8'));
const aws = read('aws');
const own = read('builtin');
const packages = await awsPackages();

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-comparison-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function outcomesOf(library: 'builtin' | 'aws'): Promise<Recorded> {
  const project = fileURLToPath(new URL('comparison/Comparison.csproj', import.meta.url));
  const output = join(folder, library);
  const where = ['--output', output, '--artifacts-path', join(folder, `${library}-artifacts`)];
  await execa('dotnet', ['build', project, `-p:Library=${library}`, '-nodeReuse:false', ...where], {
    env: dotnetEnvironment,
  });
  const outcomes: Record<string, Outcome> = {};
  for (const { target, rows: asked } of groups()) {
    const answers = await runProgram(
      join(output, 'bootstrap'),
      target,
      asked.map(({ event }) => event),
    );
    answers.forEach((answer, i) => {
      outcomes[asked[i]?.name as string] = answer;
    });
  }
  return outcomes;
}

describe('the same handlers', () => {
  test('are recorded with every row, and every difference has a reason', () => {
    const names = rows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(aws)).toEqual(names);
    const differing = differences.flatMap((difference) => difference.rows);
    expect(differing.filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(own).toSorted()).toEqual(differing.toSorted());
    // A difference that has gone is no difference.
    expect(differing.filter((name) => JSON.stringify(aws[name]) === JSON.stringify(own[name]))).toEqual([]);
  });

  test('give on the built-in runtime what they give on AWS’s, but for these differences', async () => {
    expect(await outcomesOf('builtin')).toEqual({ ...aws, ...own });
  });

  test.runIf(packages.standIns === undefined)(
    'give what was recorded on AWS’s library, as NuGet has it',
    async () => {
      expect(await outcomesOf('aws')).toEqual(aws);
    },
  );
});
