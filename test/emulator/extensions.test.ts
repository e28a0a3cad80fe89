import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mountProgram } from '../../src/emulator/opt-folder.ts';
import type { EmulatedFunction } from '../../src/emulator/types.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { localIn, project } from './command-support.ts';
import {
  buildBootstrap,
  emulate,
  fixture,
  invoke,
  isAlive,
  normalised,
  send,
  temporaryFolder,
  until,
} from './support.ts';

const folder = buildBootstrap();
const layers = temporaryFolder();
const program = join(layers, 'extension');
const source = fileURLToPath(new URL('./fixtures/extension.c', import.meta.url));
execFileSync('gcc', ['-O2', '-D_GNU_SOURCE', '-o', program, source]);

/** A layer with the extension under names that say how it behaves. */
function layerWith(...names: string[]): string {
  const layer = mkdtempSync(join(layers, 'layer-'));
  mkdirSync(join(layer, 'extensions'));
  for (const name of names) copyFileSync(program, join(layer, 'extensions', name));
  return layer;
}

const withExtensions = (handler: string, names: string[], changes: Partial<EmulatedFunction> = {}) =>
  fixture(folder, handler, { opt: { folder: layerWith(...names) }, ...changes });

/** What extensions printed behind a word, as JSON. */
const printed = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => JSON.parse(line.slice(word.length + 1)));

describe('an extension of a layer', () => {
  it('is told of the function, of every invocation, and of the shutdown', async () => {
    const emulator = await emulate([withExtensions('echo', ['watcher'])]);
    const { requestId } = await invoke(emulator, 'echo', '1');
    const second = await invoke(emulator, 'echo', '2');
    await emulator.close();
    const log = emulator.log();
    expect(printed(log, 'registered')).toEqual([
      { functionName: 'echo', functionVersion: '$LATEST', handler: 'echo', accountId: '123456789012' },
    ]);
    expect(log).toContain('EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE,SHUTDOWN]');
    const events = printed(log, 'event');
    expect(events).toEqual([
      {
        eventType: 'INVOKE',
        deadlineMs: expect.any(Number),
        requestId,
        invokedFunctionArn: expect.stringMatching(/:function:echo$/),
        tracing: { type: 'X-Amzn-Trace-Id', value: expect.stringMatching(/^Root=1-/) },
      },
      expect.objectContaining({ eventType: 'INVOKE', requestId: second.requestId }),
      { eventType: 'SHUTDOWN', deadlineMs: expect.any(Number), shutdownReason: 'spindown' },
    ]);
  });

  it('has not the variables of the runtime, and the folder of its layers in its PATH', async () => {
    const fn = withExtensions('echo', ['variables']);
    const emulator = await emulate([fn]);
    await invoke(emulator, 'echo', '1');
    const place = fn.opt?.folder;
    expect(emulator.log()).toContain(
      `${place}/extensions/variables: handler absent path /var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${place}/bin`,
    );
  });

  it('is in /opt where this machine allows that', async ({ skip }) => {
    const unshare = await mountProgram(layers);
    skip(unshare === undefined, 'needs root and a mount namespace');
    const opt = { folder: layerWith('variables'), unshare };
    const emulator = await emulate([fixture(folder, 'environment', { opt })]);
    const { PATH } = JSON.parse((await invoke(emulator, 'environment')).body);
    expect(PATH).toBe('/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin');
    expect(emulator.log()).toContain(`/opt/extensions/variables: handler absent path ${PATH}`);
    await emulator.close();
    expect(printed(emulator.log(), 'event').at(-1)).toMatchObject({ eventType: 'SHUTDOWN' });
    expect(existsSync('/opt/extensions')).toBe(false);
  });

  it('that asks for no events is ended without one', async () => {
    const emulator = await emulate([withExtensions('echo', ['no-events'])]);
    expect((await invoke(emulator, 'echo', '1')).body).toBe('1');
    await emulator.close();
    expect(printed(emulator.log(), 'event')).toEqual([]);
    expect(emulator.log()).toContain('EXTENSION\tName: no-events\tState: Ready\tEvents: []');
  });

  it('that does not end at the shutdown is killed', async () => {
    const emulator = await emulate([withExtensions('pid', ['stays'])]);
    await invoke(emulator, 'pid');
    const pids = emulator.service.pids;
    await emulator.close();
    expect(printed(emulator.log(), 'event').at(-1)).toMatchObject({ eventType: 'SHUTDOWN' });
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('is told why a sandbox ends: the function ran out of time', async () => {
    const emulator = await emulate([withExtensions('hang', ['watcher'], { timeout: 1 })]);
    const { body } = await invoke(emulator, 'hang');
    expect(JSON.parse(body)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(printed(emulator.log(), 'event').at(-1)).toMatchObject({ shutdownReason: 'timeout' });
  });

  it('is told why a sandbox ends: its runtime crashed', async () => {
    const emulator = await emulate([withExtensions('exit-three', ['watcher'])]);
    const { body } = await invoke(emulator, 'exit-three');
    expect(JSON.parse(body)).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(printed(emulator.log(), 'event').at(-1)).toMatchObject({ shutdownReason: 'failure' });
  });

  it('that works on when the function has answered uses up the time of the invocation', async () => {
    const emulator = await emulate([withExtensions('echo', ['never-done'], { timeout: 1 })]);
    expect((await invoke(emulator, 'echo', '1')).body).toBe('1');
    await until(() => emulator.log().some((line) => line.includes('Status: timeout')));
    expect(emulator.log().some((line) => line.includes('Task timed out after 1.00 seconds'))).toBe(true);
  });
});

describe('telemetry', () => {
  it('reaches an extension that subscribed, from the beginning to the shutdown', async () => {
    const emulator = await emulate([withExtensions('logs', ['telemetry'])]);
    const { requestId } = await invoke(emulator, 'logs');
    await emulator.close();
    const log = emulator.log();
    expect(log).toContain('subscribed 200 "OK"');
    expect(log).toContain('TELEMETRY\tName: telemetry\tState: Subscribed\tTypes: [Platform, Function]');
    const events: { type: string; record: object | string }[] = printed(log, 'batch').flat();
    const init = { initializationType: 'on-demand', phase: 'init' };
    const metrics = { durationMs: expect.any(Number) };
    const records = events
      .filter(({ type }) => type !== 'function')
      .map(({ type, record }) => [type, record] as const);
    // The runtime starts beside the extension: when it is done, within INIT, is not defined.
    const done = records.findIndex(([type]) => type === 'platform.initRuntimeDone');
    const reported = records.findIndex(([type]) => type === 'platform.initReport');
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(reported);
    expect(records.splice(done, 1)).toEqual([['platform.initRuntimeDone', { ...init, status: 'success' }]]);
    expect(records).toEqual([
      [
        'platform.initStart',
        { ...init, runtimeVersion: 'provided.al2023', functionName: 'logs', functionVersion: '$LATEST' },
      ],
      [
        'platform.telemetrySubscription',
        { name: 'telemetry', state: 'Subscribed', types: ['platform', 'function'] },
      ],
      ['platform.extension', { name: 'telemetry', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] }],
      ['platform.initReport', { ...init, status: 'success', metrics }],
      ['platform.start', { requestId, version: '$LATEST' }],
      ['platform.runtimeDone', { requestId, status: 'success', metrics: { ...metrics, producedBytes: 8 } }],
      [
        'platform.report',
        {
          requestId,
          status: 'success',
          metrics: {
            ...metrics,
            billedDurationMs: expect.any(Number),
            memorySizeMB: 128,
            maxMemoryUsedMB: expect.any(Number),
            initDurationMs: expect.any(Number),
          },
        },
      ],
    ]);
    const lines = events.filter(({ type }) => type === 'function').map(({ record }) => record);
    expect(lines.toSorted()).toEqual(['and more', 'to stderr', 'to stdout']);
  });

  it('has the end of a function that ran out of time', async () => {
    const emulator = await emulate([withExtensions('hang', ['telemetry'], { timeout: 1 })]);
    const { requestId } = await invoke(emulator, 'hang');
    await emulator.close();
    const events: { type: string; record: object }[] = printed(emulator.log(), 'batch').flat();
    expect(events.find(({ type }) => type === 'platform.runtimeDone')?.record).toMatchObject({
      requestId,
      status: 'timeout',
    });
  });
});

describe('--layer', () => {
  it('starts the extensions of the layers with the sandbox, and ends both', async () => {
    const temporary = temporaryFolder();
    const running = await localIn(
      { TMPDIR: temporary },
      project(['pid']),
      '--layer',
      layerWith('watcher'),
      '--layer',
      layerWith('stays'),
    );
    const pid = Number((await send(`${running.url}/`)).body);
    expect(await running.end()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    const lines = running.stderr().split('\n');
    expect(lines.filter((line) => line.startsWith('EXTENSION')).map((line) => line.split('\t')[1])).toEqual([
      'Name: stays',
      'Name: watcher',
    ]);
    const isMounted = (await mountProgram(layers)) !== undefined;
    expect(running.stderr().includes('there is no /opt in the sandboxes.')).toBe(!isMounted);
    expect(readdirSync(temporary)).toEqual([]);
    expect(
      printed(lines, 'event').filter(({ shutdownReason }) => shutdownReason === 'spindown'),
    ).toHaveLength(2);
  });

  it('works for one call as well', async () => {
    const invoked = await lambdaNativeaot(project(['echo']), [
      'invoke',
      '--layer',
      layerWith('watcher'),
      '--payload',
      '7',
    ]);
    expect(invoked.stdout).toBe('7');
    expect(invoked.stderr).toContain('EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE,SHUTDOWN]');
    expect(invoked.stderr).toContain('"shutdownReason":"spindown"');
  });

  it('is a mistake when it is neither a folder nor a zip', async () => {
    const { exitCode, stderr } = await lambdaNativeaot(project(['echo']), ['invoke', '--layer', 'nowhere']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: .*nowhere is neither a folder nor a zip; give --layer the folder of a layer, or its zip\.$/,
    );
  });
});

/** What becomes of an invocation when an extension fails, and its log. */
const failures = [
  {
    name: 'crashes',
    errorType: 'Extension.Crash',
    message: 'signal: aborted',
    isInit: false,
  },
  { name: 'exit-error', errorType: 'Extension.ExitError', message: 'exit status 2', isInit: false },
  { name: 'init-error', errorType: 'Extension.InitError', message: 'exit status 1', isInit: true },
  { name: 'exits-early', errorType: 'Extension.Crash', message: 'exit status 3', isInit: true },
];

describe('an extension that fails', () => {
  for (const { name, errorType, message, isInit } of failures) {
    it(`ends the invocation as the service does: ${name}`, async () => {
      const emulator = await emulate([withExtensions('hang', [name], { timeout: 60 })]);
      const { body, requestId, headers, tail } = await invoke(emulator, 'hang');
      expect(headers['x-amz-function-error']).toBe('Unhandled');
      expect(JSON.parse(body)).toEqual({
        errorType,
        errorMessage: `RequestId: ${requestId} Error: ${message}`,
      });
      const log = normalised(tail, requestId);
      expect(log).toContain(`RequestId: ID Error: ${message}`);
      expect(log.at(-1)).toMatch(
        new RegExp(`\tStatus: error\tError Type: ${errorType.replace('.', '\\.')}$`),
      );
      expect(log.some((line) => line.startsWith('INIT_REPORT'))).toBe(isInit);
    });
  }

  it('says in the log of what type its error was', async () => {
    const emulator = await emulate([withExtensions('echo', ['init-error'])]);
    await invoke(emulator, 'echo', '1');
    expect(emulator.log()).toContain(
      'EXTENSION\tName: init-error\tState: InitError\tEvents: [INVOKE,SHUTDOWN]\tError Type: Extension.NoKey',
    );
  });

  it('is started again with the next invocation', async () => {
    const emulator = await emulate([withExtensions('pid', ['crashes'])]);
    await invoke(emulator, 'pid');
    await until(() => emulator.log().some((line) => line.includes('Extension.Crash')));
    await invoke(emulator, 'pid');
    await until(() => printed(emulator.log(), 'registered').length === 2);
  });

  it('never registers: the init phase runs out of time, and then the invocation', async () => {
    const emulator = await emulate([withExtensions('echo', ['silent'], { timeout: 1 })], { initMs: 500 });
    const { body, requestId, tail } = await invoke(emulator, 'echo', '1');
    expect(JSON.parse(body)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const log = normalised(tail, requestId);
    expect(
      log.filter((line) => line.startsWith('INIT_REPORT')).map((line) => line.split('\t').slice(1)),
    ).toEqual([
      ['Phase: init', 'Status: timeout'],
      ['Phase: invoke', 'Status: timeout'],
    ]);
    expect(log).toContain('EXTENSION\tName: silent\tState: Started\tEvents: []');
  });

  it('cannot be started: the caller gets the reason', async () => {
    const fn = withExtensions('echo', []);
    writeFileSync(join(fn.opt?.folder as string, 'extensions', 'text'), 'no program', { mode: 0o755 });
    const emulator = await emulate([fn]);
    const { body } = await invoke(emulator, 'echo', '1');
    expect(JSON.parse(body)).toMatchObject({
      errorType: 'Extension.LaunchError',
      errorMessage: expect.stringContaining('fork/exec /opt/extensions/text: exec format error'),
    });
  });

  it('is one too many: the service starts ten', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `watcher-${i}`);
    const emulator = await emulate([withExtensions('echo', names)]);
    const { body } = await invoke(emulator, 'echo', '1');
    expect(JSON.parse(body)).toMatchObject({ errorType: 'Extension.LaunchError' });
  });
});
