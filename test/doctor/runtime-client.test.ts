import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { folderOfFile } from '../support/folders.ts';
import { newProject } from '../support/project.ts';

let project: string;
const file = (name: string) => join(project, 'src', 'LambdaRuntime', name);

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly problem?: string;
  readonly message?: string;
}

async function finding(id: string): Promise<Finding> {
  const { stdout } = await lambdaNativeaot(project, ['doctor', '--json']);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return findings.find((candidate) => candidate.id === id) ?? expect.unreachable(stdout);
}

beforeAll(async () => {
  project = await newProject(await folderOfFile(), 'shop');
});

describe('the runtime client of a project', () => {
  it('is as it was written, with line ends of Windows too', async () => {
    expect(await finding('runtime-client')).toMatchObject({ severity: 'ok' });
    const text = await readFile(file('Invocation.cs'), 'utf8');
    await writeFile(file('Invocation.cs'), text.replaceAll('\n', '\r\n'));
    expect(await finding('runtime-client')).toMatchObject({ severity: 'ok' });
  });

  it('that was edited is named', async () => {
    await writeFile(file('Transport.cs'), '// mine\n');
    const { severity, ...rest } = await finding('runtime-client');
    expect(severity).toBe('info');
    expect(JSON.stringify(rest)).toContain('src/LambdaRuntime/Transport.cs');
  });

  it('that lacks a file is an error, which "update" tells and --fix repairs', async () => {
    const before = await readFile(file('XRayCause.cs'), 'utf8');
    await rm(file('XRayCause.cs'));
    expect(await finding('runtime-client')).toMatchObject({ severity: 'error' });
    expect((await lambdaNativeaot(project, ['update'])).stderr).toContain(
      'warning: src/LambdaRuntime/XRayCause.cs is missing',
    );
    await lambdaNativeaot(project, ['doctor', '--fix', '--yes']);
    expect(await readFile(file('XRayCause.cs'), 'utf8')).toBe(before);
    expect(await readFile(file('Transport.cs'), 'utf8')).toBe('// mine\n');
  });

  it('is looked for from a folder of the project too', async () => {
    const { exitCode, stderr } = await lambdaNativeaot(join(project, 'src', 'Shop'), [
      'doctor',
      '--explain',
      'x',
    ]);
    expect({ exitCode, stderr }).toMatchObject({
      stderr: expect.stringContaining(`The project is in ${project}.`),
    });
  });
});

describe('damaged settings', () => {
  it.each(['{bad', '', '[1'])('%j are an error of their own', async (text) => {
    await writeFile(join(project, '.yo-rc.json'), text);
    expect(await finding('settings')).toMatchObject({ severity: 'error' });
  });

  it('of another generator are none', async () => {
    await writeFile(join(project, '.yo-rc.json'), '{"generator-node":{}}');
    expect(await finding('settings')).toMatchObject({ severity: 'info' });
  });
});
