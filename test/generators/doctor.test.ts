import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { complete, pathOf, projectFolder, type Report } from '../doctor/runs.ts';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { temporaryFolder } from '../support/folders.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';

/** Elsewhere than on Linux a build needs other things. */
const onLinux = process.platform === 'linux';
const noTerminal = await missingTools('tmux');
if (noTerminal !== undefined) console.warn(`doctor on a terminal is not tested: ${noTerminal}`);

describe('doctor', () => {
  it.runIf(onLinux)('prints JSON alone on standard output and ends with 3', async () => {
    const env = await pathOf('dotnet', 'make');
    const { exitCode, stdout, stderr } = await lambdaNativeaot(
      await projectFolder('hello'),
      ['doctor', '--json'],
      env,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'error: 1 error: Linker.' });
    expect(JSON.parse(stdout) as Report).toMatchObject({ errors: 1 });
  });

  it.runIf(onLinux)('prints no colours into a pipe, fixes without asking, and ends with 0', async () => {
    const project = await projectFolder('hello');
    const makefile = join(project, 'Makefile');
    writeFileSync(makefile, 'ARCH := x86_64\r\n');
    const env = await pathOf(...complete);
    const { exitCode, stdout, stderr } = await lambdaNativeaot(project, ['doctor', '--fix'], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Fixed: Makefile.\n' });
    expect(stdout).toMatch(/^--- a\/Makefile\n\+\+\+ b\/Makefile\n/);
    expect(stdout).toMatch(/No problem\.$/);
    expect(stdout).not.toContain('\u001b[');
  });

  it('explains a log on standard input', async () => {
    const input = `${'noise\n'.repeat(300)}version \`GLIBC_2.38' not found (required by /var/task/bootstrap)\n${'noise\n'.repeat(200)}`;
    const { stdout } = await execa(process.execPath, [bin, 'doctor', '--json', '--explain', '-'], {
      cwd: await temporaryFolder(),
      input,
    });
    const { matches } = JSON.parse(stdout) as { matches: { line: number; error: { id: string } }[] };
    expect(matches.map(({ error, line }) => [error.id, line])).toEqual([['glibc-too-old', 301]]);
  });

  it('says so when it knows no such error, and fails', async () => {
    const run = await lambdaNativeaot(await temporaryFolder(), [
      'doctor',
      '--json',
      '--explain',
      'flux capacitor',
    ]);
    expect(run).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: No known error is in this text/),
    });
    expect(JSON.parse(run.stdout)).toEqual({ matches: [] });
  });

  it('answers contradicting flags as wrong usage', async () => {
    const run = await lambdaNativeaot(await temporaryFolder(), ['doctor', '--explain', 'x', '--fix']);
    expect(run).toEqual({ exitCode: 2, stdout: '', stderr: 'error: --fix has no effect with --explain.' });
  });
});

describe.skipIf(noTerminal !== undefined || !onLinux)('doctor on a terminal', () => {
  it('asks before it writes', async () => {
    const project = await projectFolder('hello');
    writeFileSync(join(project, 'Makefile'), 'ARCH := x86_64\r\n');
    const env = await pathOf(...complete);
    const start = () => openTerminal(project, [process.execPath, bin, 'doctor', '--fix'], env);
    const refused = await start();
    await refused.see('Write these changes?');
    await refused.type('Down', 'Enter');
    expect(await refused.see('exit 130')).toContain('error: Nothing was changed.');
    const agreed = await start();
    await agreed.see('Write these changes?');
    await agreed.type('Enter');
    expect(await agreed.see('exit 0')).toContain('No problem.');
  });
});
