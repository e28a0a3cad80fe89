import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { listFiles, temporaryFolder } from '../support/folders.ts';

test.skipIf(process.platform !== 'linux')('quickstart shows its commands as they can be pasted', async () => {
  const folder = await temporaryFolder();
  const tools = join(folder, 'tools');
  await mkdir(tools);
  // Nothing is installed, compiled or found: it gets as far as the invocation.
  for (const name of ['npm', 'make', 'dotnet', 'gcc', 'strip', 'readelf', 'zip'])
    await writeFile(join(tools, name), '#!/bin/sh\n', { mode: 0o755 });
  const script = join(packageRoot(), 'scripts', 'quickstart.mjs');
  const env = { PATH: `${tools}${delimiter}${process.env.PATH}`, INIT_CWD: folder };

  const { exitCode, stderr } = await execa(process.execPath, [script, "it's here"], { env, reject: false });

  expect(exitCode).toBe(1);
  expect(stderr).toContain(`> lambda-nativeaot invoke --payload '"Hello World"'\n`);
  expect(stderr).toMatch(/^error: lambda-nativeaot invoke --payload '"Hello World"' failed; see above\.$/m);
  const project = join(folder, "it's here");
  expect(stderr).toContain(`--output '${project.replace("'", `'\\''`)}' --yes`);
  expect(await listFiles(project)).toContain('Makefile');
});
