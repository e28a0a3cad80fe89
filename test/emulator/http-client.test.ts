import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EmulatedFunction } from '../../src/emulator/types.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { emulate, fixture, invoke, type Running, temporaryFolder } from './support.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const folder = temporaryFolder();
let emulator: Running;
/** The function with an extension in C#. */
let extended: EmulatedFunction;

beforeAll(async () => {
  cpSync(fileURLToPath(new URL('./fixtures/http-client', import.meta.url)), folder, { recursive: true });
  const output = join(folder, 'out');
  await execa('dotnet', ['build', folder, '--nologo', '--output', output], { env: dotnetEnvironment });
  const { stdout } = await execa('which', ['dotnet']);
  const launch = { command: stdout, args: [join(output, 'bootstrap.dll')], folder: output };
  const fn = fixture(folder, 'words', { launch, memorySize: 512, timeout: 30 });
  emulator = await emulate([fn]);
  mkdirSync(join(folder, 'layer', 'extensions'), { recursive: true });
  // The host of .NET is where it is on this machine, which no apphost would find from a sandbox.
  const script = `#!/bin/sh\nexec '${stdout}' '${join(output, 'bootstrap.dll')}' extension dotnet-extension\n`;
  writeFileSync(join(folder, 'layer', 'extensions', 'dotnet-extension'), script, { mode: 0o755 });
  extended = { ...fn, opt: { folder: join(folder, 'layer') } };
});

describe('a bootstrap with HttpClient, run by the JIT', () => {
  it('answers, again and again', async () => {
    for (const word of ['"one"', '"two"', '"three"']) {
      expect((await invoke(emulator, 'words', word)).body).toBe(word.toUpperCase());
    }
    expect(emulator.service.pids.length).toBe(1);
  });

  it('reports its errors', async () => {
    const reply = await invoke(emulator, 'words', '"fail"');
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled');
    expect(JSON.parse(reply.body)).toEqual({ errorType: 'Failed', errorMessage: 'as asked' });
  });

  it('gets 413 for a response over the limit and goes on', async () => {
    expect(JSON.parse((await invoke(emulator, 'words', '"large"')).body).errorType).toBe(
      'Function.ResponseSizeTooLarge',
    );
    expect((await invoke(emulator, 'words', '"still"')).body).toBe('"STILL"');
    expect(emulator.service.pids.length).toBe(1);
  });

  it('streams', async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new LambdaClient({ endpoint: emulator.url, region: 'us-east-1', credentials });
    const command = new InvokeWithResponseStreamCommand({ FunctionName: 'words', Payload: '"stream"' });
    const chunks: string[] = [];
    for await (const { PayloadChunk } of (await client.send(command)).EventStream ?? []) {
      if (PayloadChunk) chunks.push(Buffer.from(PayloadChunk.Payload ?? []).toString());
    }
    expect(chunks).toEqual(['one ', 'two ', 'three']);
  });

  it('is told apart by its exit code when it ends', async () => {
    const reply = await invoke(emulator, 'words', '"exit"');
    expect(JSON.parse(reply.body).errorMessage).toContain('Runtime exited with error: exit status 5');
  });
});

it('an extension with HttpClient and HttpListener gets its events and telemetry', async () => {
  const running = await emulate([extended]);
  expect((await invoke(running, 'words', '"one"')).body).toBe('"ONE"');
  expect((await invoke(running, 'words', '"two"')).body).toBe('"TWO"');
  await running.close();
  const log = running.log();
  expect(log).toContain('EXTENSION\tName: dotnet-extension\tState: Ready\tEvents: [INVOKE,SHUTDOWN]');
  const after = (word: string) =>
    log.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  expect(after('event')).toEqual(['INVOKE', 'INVOKE', 'SHUTDOWN']);
  expect(after('telemetry').filter((type) => type !== 'platform.telemetrySubscription')).toEqual([
    'platform.initStart',
    'platform.initRuntimeDone',
    'platform.extension',
    'platform.initReport',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
  ]);
});
