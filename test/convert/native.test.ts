import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { readSettings } from '../../src/project/settings.ts';
import { firstCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { temporaryFolder } from '../support/folders.ts';
import { answer, make } from '../support/project.ts';
import { convert } from './fixtures.ts';
import { shapes, writeShape } from './shapes.ts';

// A native build takes half a minute: the usual run takes one of the shapes, and compile.test.ts all of them by JIT.
const warnings = /\bwarning [A-Z]+\d+/;

it.each(firstCases(shapes, 1))(
  'becomes a native program without packages that answers as before: $name',
  async (shape) => {
    const folder = await writeShape(shape, await temporaryFolder());
    const project = join(folder, shape.from ?? '');
    // NuGet need not have the compiler of ReadyToRun for a framework as old as a shared library's.
    const shared = join(folder, 'Directory.Build.props');
    if (existsSync(shared))
      await writeFile(shared, (await readFile(shared, 'utf8')).replace('net6.0', 'net10.0'));
    await convert(project, { library: 'builtin', framework: 'net10.0' });
    const made = await make(project, ['package']);
    expect(made, made.all).toMatchObject({ exitCode: 0 });
    const complaints = made.all.split('\n').filter((line) => warnings.test(line) && !shape.warns?.test(line));
    expect(complaints).toEqual([]);
    for (const [handler, event, expected] of shape.calls)
      expect([handler, await answer(project, event, handler)]).toEqual([handler, expected]);
    const { name, functions } = await readSettings(project);
    expect(existsSync(join(project, 'dist', `${name}.zip`))).toBe(true);
    for (const { event, handler } of functions) {
      if (event === undefined || !shape.takesSample) continue;
      const sample = JSON.parse(await readFile(join(project, event), 'utf8'));
      expect(await answer(project, sample, handler)).toBeDefined();
    }
    if (shape.tests === undefined) return;
    const args = ['test', join(project, shape.tests), '--nologo'];
    const tested = await execa('dotnet', args, { env: dotnetEnvironment, stdin: 'ignore', reject: false });
    expect(tested.exitCode, tested.stdout).toBe(0);
    expect(tested.stdout).toMatch(/Passed: +[1-9]/);
  },
  300_000,
);
