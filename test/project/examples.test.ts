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

// The samples' projects, committed so that they can be read here. The default sample's is whole; of the others stand the
// files that it does not have in the same way. `npm run snapshots` writes them again.

const folder = join(packageRoot(), 'examples');

/** Written by hand: what `convert` starts from. */
const handWritten = 'managed-function';

const nameOf = ({ id }: Sample) => (id === defaultSample ? 'hello-native' : id);

function render(name: string, sample: string) {
  const answers = {
    sample,
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
  } as const;
  return renderProject(settingsOf(name, { ...answers, with: [] }, '0.0.0'));
}

/** The files of a sample's project without those that the default sample's has too. */
function ownFiles(sample: Sample) {
  const name = nameOf(sample);
  const files = render(name, sample.id);
  if (sample.id === defaultSample) return files;
  const shared = new Map(render(name, defaultSample).map(({ path, contents }) => [path, contents]));
  return files.filter(({ path, contents }) => shared.get(path) !== contents);
}

function index(): string {
  const rows = allSamples().map((sample) => {
    const name = nameOf(sample);
    return `| [${name}](${name}) | ${sample.title} | ${sample.description} |`;
  });
  return `# Examples

What \`lambda-nativeaot new NAME --sample SAMPLE --yes\` writes, to read. [hello-native](hello-native) is a whole project;
in the others the files are left out that every project has: the runtime client in \`src/LambdaRuntime\`, the linker's
files, and what differs by the project's name only. \`npm run snapshots\` writes them again, and a test compares.
[docs/samples.md](../docs/samples.md) has sizes and times.

| example | title | what it is |
|---|---|---|
${rows.join('\n')}

[${handWritten}](${handWritten}) is a function for Lambda's managed .NET runtime: what \`lambda-nativeaot convert\` starts
from.
`;
}

describe('examples', () => {
  test.each(allSamples())('has the files of the sample $id', async (sample) => {
    await expectFolder(join(folder, nameOf(sample)), ownFiles(sample));
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
