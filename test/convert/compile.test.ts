import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { awsPackages } from '../support/aws-packages.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { listFiles, temporaryFolder } from '../support/folders.ts';
import { convert, copyFixture } from './fixtures.ts';

const withAws = [
  'empty-function',
  'json-function',
  's3-function',
  'sqs-function',
  'api-gateway',
  'annotations',
  'custom-runtime',
  'top-level',
  'solution',
  'handler-shapes',
];

it('every project compiles after its conversion, without a warning', async () => {
  const folder = await temporaryFolder();
  for (const name of withAws) await convert(await copyFixture(name, folder));
  await convert(await copyFixture('handler-shapes', join(folder, 'builtin')), { library: 'builtin' });
  // The wrappers that the source generator of Amazon.Lambda.Annotations writes; a stand-in has no generator.
  await rename(
    join(folder, 'annotations', 'generated.cs'),
    join(folder, 'annotations', 'src', 'Calculator', 'Generated.cs'),
  );
  const projects = (await listFiles(folder)).filter((path) => path.endsWith('.csproj'));
  // One start of dotnet for all of them.
  const solution = join(folder, 'all.slnx');
  await writeFile(
    solution,
    `<Solution>${projects.map((path, i) => `<Folder Name="/${i}/"><Project Path="${path}" /></Folder>`).join('')}</Solution>`,
  );
  const packages = await awsPackages();
  const { exitCode, stdout } = await execa('dotnet', ['build', solution, '--nologo', ...packages.arguments], {
    env: { ...dotnetEnvironment, ...packages.environment },
    reject: false,
  });
  const complaints = stdout.split('\n').filter((line) => /: (warning|error) /.test(line));
  expect([...new Set(complaints)]).toEqual([]);
  expect(exitCode, stdout).toBe(0);
  expect(projects.length).toBeGreaterThan(withAws.length);
}, 600_000);
