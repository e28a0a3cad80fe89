import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { allSamples, defaultSample } from '../../src/samples/catalogue.ts';
import type { Sample } from '../../src/samples/sample.ts';
import { expectFolder, updates } from '../support/snapshot-folder.ts';

// A project of every sample, committed so that it can be read here. `npm run snapshots` writes them anew.

const folder = join(packageRoot(), 'examples');

/** Written by hand: what `convert` starts from. */
const handWritten = 'managed-function';

const nameOf = ({ id }: Sample) => (id === defaultSample ? 'hello-native' : id);

function render(sample: Sample) {
  const answers = {
    sample: sample.id,
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
  } as const;
  return renderProject(settingsOf(nameOf(sample), { ...answers, with: [] }, '0.0.0'));
}

function index(): string {
  const rows = allSamples().map((sample) => {
    const name = nameOf(sample);
    return `| [${name}](${name}) | ${sample.title} | ${sample.description} |`;
  });
  return `# Examples

What \`lambda-nativeaot new NAME --sample SAMPLE --yes\` writes: a whole project of each sample, to read.
\`npm run snapshots\` writes them anew, and a test compares. [docs/samples.md](../docs/samples.md) has sizes and times.

| example | title | what it is |
|---|---|---|
${rows.join('\n')}

[${handWritten}](${handWritten}) is a function for Lambda's managed .NET runtime: what \`lambda-nativeaot convert\` starts
from.
`;
}

describe('examples', () => {
  test.each(allSamples())('has the project of the sample $id', async (sample) => {
    await expectFolder(join(folder, nameOf(sample)), render(sample));
  });

  test('has no project of a sample that is gone', async () => {
    const known = new Set([...allSamples().map(nameOf), handWritten]);
    const stale = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !known.has(entry.name))
      .map(({ name }) => name);
    if (updates()) {
      for (const name of stale.splice(0)) await rm(join(folder, name), { recursive: true });
    }
    expect(stale, 'run: npm run snapshots').toEqual([]);
  });

  test('lists them in its README', async () => {
    await expect(index()).toMatchFileSnapshot(join(folder, 'README.md'));
  });
});
