import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { readSettings } from '../../src/project/settings.ts';
import { type AwsPackages, awsPackages } from '../support/aws-packages.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { listFiles } from '../support/folders.ts';
import { convert, copyFixture } from './fixtures.ts';
import { shapes, writeShape } from './shapes.ts';

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
  'values',
  'one-name',
  'streams',
  'own-context',
];

let folder: string;
let packages: AwsPackages;
let build: { exitCode: number | undefined; stdout: string };

const dotnet = async (...args: string[]) => {
  const env = { ...dotnetEnvironment, ...packages.environment };
  const { exitCode, stdout } = await execa('dotnet', args, { env, stdin: 'ignore', reject: false });
  return { exitCode, stdout };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  packages = await awsPackages();
  for (const name of withAws) await convert(await copyFixture(name, join(folder, 'aws')));
  for (const shape of shapes) {
    const target = await writeShape(shape, join(folder, 'builtin'));
    await convert(join(target, shape.from ?? ''), { library: 'builtin', framework: 'net10.0' });
  }
  // The wrappers that the source generator of Amazon.Lambda.Annotations writes; a stand-in has no generator.
  const annotations = join(folder, 'aws', 'annotations');
  await rename(join(annotations, 'generated.cs'), join(annotations, 'src', 'Calculator', 'Generated.cs'));
  // One start of dotnet for all of them.
  const projects = (await listFiles(folder)).filter((path) => path.endsWith('.csproj'));
  const entries = projects.map((path, i) => `<Folder Name="/${i}/"><Project Path="${path}" /></Folder>`);
  const solution = join(folder, 'all.slnx');
  await writeFile(solution, `<Solution>${entries.join('')}</Solution>`);
  // One process: more of them wait for the compiler.
  build = await dotnet('build', solution, '--nologo', '-m:1', ...packages.arguments);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a converted program answers, run by the JIT: the same code without the time that a native build takes. */
async function answers(project: string, output: string, calls: readonly (readonly [string, unknown])[]) {
  const { architecture, runtime, functions } = await readSettings(project);
  const bootstrap = join(project, output, 'bootstrap');
  const launch = { command: bootstrap, args: [], folder: dirname(bootstrap), architecture };
  const emulator = await startEmulator({ functions: functions.map((fn) => ({ ...fn, runtime, launch })) });
  try {
    const results: [string, unknown][] = [];
    for (const [handler, event] of calls) {
      const name = functions.find((fn) => fn.handler === handler)?.name;
      const response = await fetch(`${emulator.url}/2015-03-31/functions/${name}/invocations`, {
        method: 'POST',
        body: JSON.stringify(event),
      });
      const text = await response.text();
      results.push([handler, text === '' ? '' : JSON.parse(text)]);
    }
    return results;
  } finally {
    await emulator.close();
  }
}

/** The overload that a program of AWS's client registers a handler with, as the stand-in of that client tells it. */
async function overloadOf(project: string, handler: string): Promise<string> {
  const output = join(folder, 'aws', project, 'bin', 'Debug');
  const program = (await listFiles(output)).find((path) => path.endsWith('/bootstrap')) ?? 'none';
  // The project stays on its older framework, which this machine need not have.
  const env = { DOTNET_ROLL_FORWARD: 'Major', _HANDLER: handler };
  return (await execa(join(output, program), { env })).stdout;
}

describe('converted projects', () => {
  it('compile without a warning, with the analysers of NativeAOT on', () => {
    const complaints = build.stdout.split('\n').filter((line) => /: (warning|error) /.test(line));
    expect([...new Set(complaints)]).toEqual([]);
    expect(build.exitCode, build.stdout).toBe(0);
  });

  it('pass the unit tests that they had', async () => {
    for (const library of ['aws', 'builtin']) {
      const tests = join(folder, library, 'solution', 'test', 'Shop.Function.Tests');
      const { exitCode, stdout } = await dotnet('test', tests, '--no-build', '--nologo');
      expect(exitCode, stdout).toBe(0);
      expect(stdout).toMatch(/Passed: +1,/);
    }
  });

  it.each(shapes)(
    'with the built-in runtime answer as before: $name',
    async ({ name, from = '', project = '', calls }) => {
      const given = calls.map(([handler, event]) => [handler, event] as const);
      const expected = calls.map(([handler, , answer]) => [handler, answer]);
      const target = join(folder, 'builtin', name, from);
      expect(await answers(target, join(project, 'bin/Debug/net10.0'), given)).toEqual(expected);
    },
  );

  it('of Annotations return what the wrapper of an HTTP handler returns, whichever version wrote it', async () => {
    const chosen = (handler: string) => overloadOf(join('annotations', 'src', 'Calculator'), handler);
    expect(await chosen('Add')).toBe('Func<TInput, ILambdaContext, Stream>');
    expect(await chosen('Total')).toBe('Func<TInput, ILambdaContext, Task<Stream>>');
    expect(await chosen('One')).toBe('Func<TInput, ILambdaContext, TOutput>');
    expect(await chosen('Nothing')).toBe('Func<TInput, ILambdaContext, Task<TOutput>>');
    expect(await chosen('Any')).toBe('Func<TInput, ILambdaContext, Stream>');
    expect(await chosen('Authorize')).toBe('Func<TInput, ILambdaContext, Stream>');
    expect(await chosen('Plain')).toBe('Func<TInput, TOutput>');
  });

  it('with handlers of bytes hand them over as they are, without a serializer', async () => {
    for (const handler of ['sum', 'copy', 'other'])
      expect(await overloadOf('streams', handler)).toBe('Func<Stream, ILambdaContext, Stream>');
    // One type argument: its result was left out before, too.
    expect(await overloadOf('streams', 'count')).toBe('Func<TInput, ILambdaContext, Task>');
  });
});
