import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { emulatedFunctions } from '../../src/emulator/project.ts';
import type { FunctionSettings, Settings } from '../../src/project/settings.ts';
import { make } from '../support/project.ts';
import { eventOf, expectedOf } from './expected.ts';

/** Compiles a project natively; a warning fails. Its unit tests are run by test/project/company-rules.test.ts. */
export async function publish(project: string): Promise<void> {
  const { exitCode, all } = await make(project, ['publish']);
  expect({ exitCode, all }).toMatchObject({
    exitCode: 0,
    all: expect.not.stringMatching(/warning [A-Z]+\d+/),
  });
}

/** The functions of a natively compiled project behind the emulator, and what they have logged. */
export interface Running {
  readonly emulator: Emulator;
  readonly log: string[];
}

export async function run(
  project: string,
  settings: Settings,
  environment: Record<string, string> = {},
): Promise<Running> {
  const command = join(project, 'dist', 'publish', 'bootstrap');
  const launch = { command, args: [], folder: dirname(command), architecture: settings.architecture };
  const log: string[] = [];
  const emulator = await startEmulator({
    functions: emulatedFunctions(settings, launch, environment),
    onEvent: (event) => {
      if (event.type === 'log') log.push(event.line);
    },
  });
  return { emulator, log };
}

/** Sends a function its sample's event, as a client of Lambda would, and compares with the sample's expected.json. */
export async function expectAnswer({ emulator, log }: Running, fn: FunctionSettings): Promise<void> {
  const sample = fn.sample as string;
  const { answer, log: lines = [], http } = expectedOf(sample);
  if (http === undefined || answer !== undefined) {
    const response = await fetch(`${emulator.url}/2015-03-31/functions/${fn.name}/invocations`, {
      method: 'POST',
      body: eventOf(sample),
    });
    const body = await response.text();
    expect({ error: response.headers.get('x-amz-function-error'), body }).toMatchObject({ error: null });
    if (answer !== undefined) expect(JSON.parse(body)).toEqual(answer);
  }
  if (http !== undefined) {
    const { request, response: expected } = http;
    const prefix = emulator.service.functions.length > 1 ? `/${fn.name}` : '';
    const { method, body = null } = request;
    const response = await fetch(`${emulator.url}${prefix}${request.path}`, { method, body });
    const text = await response.text();
    expect({ status: response.status, text }).toMatchObject({ status: expected.status });
    for (const [name, value] of Object.entries(expected.headers ?? {}))
      expect(response.headers.get(name)).toBe(value);
    if (expected.body !== undefined) expect(text).toBe(expected.body);
  }
  for (const line of lines) expect(log.join('\n')).toContain(line);
}
