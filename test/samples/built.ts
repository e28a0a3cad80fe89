import { execa } from 'execa';
import { expect } from 'vitest';
import { jitCommand } from '../../src/emulator/build.ts';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { apiPath } from '../../src/emulator/http/apis.ts';
import type { Api } from '../../src/emulator/http/routes.ts';
import { type BuildKind, buildOutput, emulatedFunctions } from '../../src/emulator/project.ts';
import type { ApiFormatName } from '../../src/platform/options.ts';
import { requireProgram } from '../../src/processes/find-program.ts';
import { type FunctionSettings, readSettings, type Settings } from '../../src/project/settings.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { takesAllCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { make } from '../support/project.ts';
import { eventOf, expectedOf } from './expected.ts';

/** How the samples are compiled whose native build takes half a minute. */
export const largeKind: BuildKind = takesAllCases ? 'native' : 'jit';
/** The same in words. */
export const largeWords = takesAllCases ? 'compiled natively' : 'run by the JIT';

/**
 * Compiles a project, in the usual run some for the JIT; a warning fails. Its unit tests are run by
 * test/project/company-rules.test.ts.
 */
export async function compile(project: string, kind: BuildKind = 'native'): Promise<void> {
  const run = async () => {
    const { program, args } = jitCommand(await readSettings(project));
    return execa(program, args, { cwd: project, env: dotnetEnvironment, reject: false, all: true });
  };
  const { exitCode, all } = await (kind === 'native' ? make(project, ['publish']) : run());
  expect({ exitCode, all }).toMatchObject({
    exitCode: 0,
    all: expect.not.stringMatching(/warning [A-Z]+\d+/),
  });
}

/** The functions of a compiled project behind the emulator, and what they have logged. */
export interface Running {
  readonly emulator: Emulator;
  readonly log: string[];
}

/** What is in front of each function: an API of its own, which takes everything. Id, format and stage. */
const routes = [
  ['web', 'http-api', '$default'],
  ['staged', 'http-api', 'dev'],
  ['rest', 'rest', 'prod'],
  ['alb', 'alb', '$default'],
] as const satisfies readonly (readonly [string, ApiFormatName, string])[];

type Route = (typeof routes)[number][0];

const apisOf = ({ name: functionName }: FunctionSettings): Api[] =>
  routes.map(([route, format, stage]) => ({
    id: `${functionName}-${route}`,
    format,
    stage,
    routes: ['/', '/{proxy+}'].map((path) => ({ method: 'ANY', path, functionName, format })),
    binaryMediaTypes: [],
    opening: '',
  }));

/** The address of a function behind one of them. */
export function behind({ emulator }: Running, fn: FunctionSettings, route: Route): string {
  const [, , stage] = routes.find(([name]) => name === route) as (typeof routes)[number];
  return `${emulator.url}${apiPath({ id: `${fn.name}-${route}`, stage })}`;
}

export async function run(
  project: string,
  settings: Settings,
  environment: Record<string, string> = {},
  kind: BuildKind = 'native',
): Promise<Running> {
  const dotnet = await requireProgram('dotnet', { folder: project });
  const output = buildOutput(project, settings, kind, dotnet);
  const launch = output.launch(output.folder);
  const log: string[] = [];
  const emulator = await startEmulator({
    functions: emulatedFunctions(settings, launch, environment),
    http: { apis: settings.functions.flatMap(apisOf), claims: undefined },
    onEvent: (event) => {
      if (event.type === 'log') log.push(event.line);
    },
  });
  return { emulator, log };
}

/** Where a sample takes its requests: payload 2.0 is that of function URLs and of HTTP APIs, which do not stream. */
function addressesOf(running: Running, fn: FunctionSettings): string[] {
  const { emulator } = running;
  const url = `${emulator.url}${emulator.service.functions.length > 1 ? `/${fn.name}` : ''}`;
  const isWhole = allSamples().find(({ id }) => id === fn.sample)?.output === 'LambdaHttpResponse';
  return isWhole ? [url, behind(running, fn, 'web'), behind(running, fn, 'staged')] : [url];
}

/** Sends a function its sample's event, as a client of Lambda would, and compares with the sample's expected.json. */
export async function expectAnswer(running: Running, fn: FunctionSettings): Promise<void> {
  const { emulator, log } = running;
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
  for (const address of http === undefined ? [] : addressesOf(running, fn)) {
    const { request, response: expected } = http as NonNullable<typeof http>;
    const { method, body = null } = request;
    const response = await fetch(`${address}${request.path}`, { method, body });
    const text = await response.text();
    expect({ address, status: response.status, text }).toMatchObject({ status: expected.status });
    for (const [name, value] of Object.entries(expected.headers ?? {}))
      expect(response.headers.get(name)).toBe(value);
    if (expected.body !== undefined) expect(text).toBe(expected.body);
  }
  for (const line of lines) expect(log.join('\n')).toContain(line);
}
