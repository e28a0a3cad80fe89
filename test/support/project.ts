import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { writeTree } from '../../src/files/write.ts';
import { defaultFramework } from '../../src/platform/frameworks.ts';
import { defaultRuntime } from '../../src/platform/runtimes.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { readSettings } from '../../src/project/settings.ts';
import { lambdaNativeaot } from './bin.ts';
import { dotnetEnvironment } from './dotnet.ts';

/** Writes a project with the built bin and returns its folder. */
export async function newProject(parent: string, name: string, ...flags: string[]): Promise<string> {
  const { exitCode, stderr } = await lambdaNativeaot(parent, ['new', name, '--yes', '--skip-git', ...flags]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return join(parent, name);
}

/** Writes a project of a sample, with the defaults, in this process. */
export async function writeSample(folder: string, sample: string, name = 'shop'): Promise<string> {
  const answers = {
    sample,
    framework: defaultFramework,
    architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    runtime: defaultRuntime,
    library: 'builtin',
    with: [],
  } as const;
  await writeTree(folder, renderProject(settingsOf(name, answers, '0.0.0')));
  return folder;
}

/** Runs make in a project; nothing is thrown when it fails. */
export async function make(project: string, args: readonly string[], env: Record<string, string> = {}) {
  const { exitCode, all, stdout, stderr } = await execa('make', [...args], {
    cwd: project,
    env: { ...dotnetEnvironment, ...env },
    stdin: 'ignore',
    reject: false,
    all: true,
  });
  return { exitCode, all, stdout, stderr };
}

/**
 * What a project's native bootstrap answers to an event, through the emulated Lambda service. `under` is a program
 * with arguments that runs a bootstrap for another processor.
 */
export async function answer(
  project: string,
  event: unknown,
  handler?: string,
  under: readonly string[] = [],
): Promise<unknown> {
  const { architecture, runtime, functions } = await readSettings(project);
  const fn = functions.find((f) => f.handler === handler) ?? functions[0];
  if (fn === undefined) throw new Error(`no function in ${project}`);
  const bootstrap = join(project, 'dist', 'publish', 'bootstrap');
  const [command = bootstrap, ...args] = [...under, bootstrap];
  const foreign = { limitsMemory: false } as const;
  const launch = { command, args, folder: dirname(bootstrap), ...(under[0] ? foreign : { architecture }) };
  const emulator = await startEmulator({ functions: [{ ...fn, runtime, launch }] });
  try {
    const response = await fetch(`${emulator.url}/2015-03-31/functions/${fn.name}/invocations`, {
      method: 'POST',
      body: JSON.stringify(event),
    });
    expect(response.headers.get('x-amz-function-error')).toBeNull();
    const text = await response.text();
    // A handler without a result answers with nothing.
    return text === '' ? '' : JSON.parse(text);
  } finally {
    await emulator.close();
  }
}
