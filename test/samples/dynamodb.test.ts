import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FunctionSettings, readSettings, type Settings } from '../../src/project/settings.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { writeSample } from '../support/project.ts';
import { compile, expectAnswer, largeKind, largeWords, type Running, run } from './built.ts';

// The sample with a client of AWS, whose native build takes long: in the usual run it is the JIT's.

const sample = 'dynamodb-crud';
const hasMoto = !(await execa('moto_server', ['--help'], { reject: false })).failed;

async function createNotesTable(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'DynamoDB_20120810.CreateTable',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({
      TableName: 'notes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  });
  expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 200 });
}

describe(`the sample with DynamoDB, ${largeWords}`, () => {
  let folder: string;
  let settings: Settings;
  let moto: Moto | undefined;
  let running: Running;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
    await writeSample(folder, sample);
    await compile(folder, largeKind);
    settings = await readSettings(folder);
    moto = hasMoto ? await startMoto() : undefined;
    if (moto) await createNotesTable(moto.url);
    running = await start(moto ? { AWS_ENDPOINT_URL: moto.url } : {});
  });

  afterAll(async () => {
    await running?.emulator.close();
    await moto?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (environment: Record<string, string>) => run(folder, settings, environment, largeKind);

  test('starts without its table, says so, and tries again at the first request', async () => {
    const away = await start({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
    });
    try {
      const response = await fetch(`${away.emulator.url}/notes/1`);
      expect(response.status).toBe(502);
      await expect.poll(() => away.log.join('\n')).toContain('The table was not reached: ');
      expect(away.log.join('\n')).not.toContain('INIT_REPORT');
    } finally {
      await away.emulator.close();
    }
  });

  test.runIf(hasMoto)('creates, reads, changes and deletes in DynamoDB', async () => {
    await expectAnswer(running, settings.functions[0] as FunctionSettings);
    const send = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${running.emulator.url}${path}`, {
        method,
        body: body ? JSON.stringify(body) : null,
      });
      const text = await response.text();
      return {
        status: response.status,
        location: response.headers.get('location'),
        json: text ? JSON.parse(text) : null,
      };
    };

    const created = await send('POST', '/notes', { text: 'one' });
    const path = created.location as string;
    const id = path.split('/').at(-1);
    expect(created).toMatchObject({ status: 201, json: { id, text: 'one', version: 1 } });
    expect(await send('GET', path)).toMatchObject({ status: 200, json: { id, text: 'one', version: 1 } });
    expect(await send('PUT', path, { text: 'two', version: 1 })).toMatchObject({
      status: 200,
      json: { id, text: 'two', version: 2 },
    });
    expect(await send('PUT', path, { text: 'late', version: 1 })).toMatchObject({ status: 409 });
    expect(await send('GET', path)).toMatchObject({ status: 200, json: { id, text: 'two', version: 2 } });
    expect(await send('DELETE', path)).toMatchObject({ status: 204 });
    expect(await send('GET', path)).toMatchObject({
      status: 404,
      json: { detail: `There is no note "${id}".` },
    });
    expect(await send('PUT', path, { text: 'gone', version: 2 })).toMatchObject({ status: 404 });
    expect(await send('DELETE', path)).toMatchObject({ status: 404 });
  });
});
