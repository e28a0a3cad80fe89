import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FunctionSettings, readSettings, type Settings } from '../../src/project/settings.ts';
import { writeSample } from '../support/project.ts';
import { compile, expectAnswer, largeKind, largeWords, type Running, run } from './built.ts';

// Services, ILogger, middleware, OpenTelemetry and a streamed response together; and a collector of spans that keeps what
// comes, in the bytes of OpenTelemetry's protocol. The native build takes half a minute: in the usual run it is the JIT's.

const sample = 'opentelemetry';

/** A collector, and what it has got. */
interface Collector {
  readonly server: Server;
  readonly url: string;
  readonly requests: { path: string; body: Buffer }[];
}

async function startCollector(): Promise<Collector> {
  const requests: Collector['requests'] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', body: Buffer.concat(parts) });
      response.writeHead(200, { 'Content-Type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

let folder: string;
let settings: Settings;
let collector: Collector;
let running: Running;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  await writeSample(folder, sample);
  settings = await readSettings(folder);
  await compile(folder, largeKind);
  collector = await startCollector();
  running = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
});

afterAll(async () => {
  await running?.emulator.close();
  collector?.server.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (environment: Record<string, string>) => run(folder, settings, environment, largeKind);

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${running.emulator.url}${path}`, { headers });

describe(`the sample with services, logs and traces, ${largeWords}`, () => {
  test('answers its event', async () => {
    await expectAnswer(running, settings.functions[0] as FunctionSettings);
  });

  test('has sent the spans when the response is there, in the trace of the caller', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const parent = 'b7ad6b7169203331';
    collector.requests.length = 0;
    const response = await get('/shipments', { traceparent: `00-${trace}-${parent}-01` });
    expect(await response.json()).toHaveLength(3);
    const sent = Buffer.concat(collector.requests.map(({ body }) => body));
    expect(new Set(collector.requests.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    for (const text of [
      'read shipments',
      'faas.invocation_id',
      'shipments.count',
      'aws_lambda',
      'LambdaRuntime',
    ])
      expect(sent.includes(text), text).toBe(true);
    // The invocation's and the reader's; one has the caller's as its parent.
    const occurrences = (hex: string) => sent.toString('hex').split(hex).length - 1;
    expect(occurrences(trace)).toBe(2);
    expect(occurrences(parent)).toBe(1);
  });

  test('answers where no collector is', async () => {
    const alone = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    try {
      const response = await fetch(`${alone.emulator.url}/shipments?minimumKilograms=5`);
      expect(await response.json()).toEqual([{ id: 's-3', weight: 7, unit: 'kg' }]);
    } finally {
      await alone.emulator.close();
    }
  });

  test('takes its settings from the environment', async () => {
    const grams = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      SHIPMENTS__UNIT: 'g',
    });
    try {
      const response = await fetch(`${grams.emulator.url}/shipments?minimumKilograms=5`);
      expect(await response.json()).toEqual([{ id: 's-3', weight: 7000, unit: 'g' }]);
    } finally {
      await grams.emulator.close();
    }
  });
});
