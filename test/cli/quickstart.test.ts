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
  // Nothing is installed or compiled: it gets as far as the build.
  for (const name of ['npm', 'dotnet', 'gcc'])
    await writeFile(join(tools, name), '#!/bin/sh\n', { mode: 0o755 });
  const script = join(packageRoot(), 'scripts', 'quickstart.mjs');
  const env = { PATH: `${tools}${delimiter}${process.env.PATH}`, INIT_CWD: folder };

  const { exitCode, stderr } = await execa(process.execPath, [script, "it's here"], { env, reject: false });

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: There is no .*\/dist\/publish\/bootstrap\.$/m);
  expect(stderr).toMatch(/^error: lambda-nativeaot build failed; see above\.$/m);
  const project = join(folder, "it's here");
  expect(stderr).toContain(`--output '${project.replace("'", `'\\''`)}' --yes`);
  expect(await listFiles(project)).toContain('Makefile');
});
