import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { writeTree } from '../../src/files/write.ts';
import { planAddition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import { type FunctionSettings, readSettings, type Settings } from '../../src/project/settings.ts';
import { allSamples, defaultSample } from '../../src/samples/catalogue.ts';
import { firstCases, takesAllCases } from '../support/cases.ts';
import { temporaryFolder } from '../support/folders.ts';
import { make, writeSample } from '../support/project.ts';
import { behind, compile, expectAnswer, type Running, run } from './built.ts';

const addable = addableSampleChoices().map(({ value }) => value);

/** Needs a service of AWS to answer, and half of the time of a native build: test/samples/dynamodb.test.ts. */
const dynamodb = 'dynamodb-crud';
const answering = addable.filter((id) => id !== dynamodb);
const joining = takesAllCases ? addable : answering;

describe('one project that add-function gave every sample', () => {
  let folder: string;
  let settings: Settings;
  let running: Running;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
    await writeSample(folder, defaultSample);
    for (const sample of joining.filter((id) => id !== defaultSample)) {
      await writeTree(folder, filesOf((await planAddition(folder, sample, sample)).changes));
    }
    // One of them a second time, under another name.
    await writeTree(folder, filesOf((await planAddition(folder, 'parcels', 'json')).changes));
    settings = await readSettings(folder);
    await compile(folder);
    running = await run(folder, settings);
  });

  afterAll(async () => {
    await running?.emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const functionOf = (handler: string) => {
    const fn = settings.functions.find((candidate) => candidate.handler === handler);
    if (!fn) throw new Error(`no function ${handler}`);
    return fn;
  };

  test.each(answering)('answers the event of %s from its one binary', async (sample) => {
    await expectAnswer(running, functionOf(sample));
  });

  test('answers with a sample under another name as with the sample', async () => {
    await expectAnswer(running, functionOf('parcels'));
  });

  describe('http-api behind API Gateway and a load balancer', () => {
    test.each(['web', 'staged'] as const)('serves the HTTP API %s', async (door) => {
      const url = behind(running, functionOf('http-api'), door);
      const get = async (path: string, init?: RequestInit) => {
        const response = await fetch(`${url}${path}`, init);
        return { status: response.status, headers: response.headers, text: await response.text() };
      };
      const welcome = await get('/', { headers: { Cookie: 'other=1; visits=4' } });
      expect(welcome.text).toBe('Welcome. Visits so far: 5');
      expect(welcome.headers.get('set-cookie')).toMatch(/^visits=5; /);
      const found = JSON.parse((await get('/products/k%65ttle')).text);
      expect(found).toMatchObject({ id: 'kettle', price: 59.9 });
      const cheap = JSON.parse((await get('/products?maxPrice=%39%39.90')).text);
      expect(cheap.products).toEqual([found]);
      expect(await get('/products/100%2525')).toMatchObject({
        status: 404,
        text: expect.stringMatching(/100%25\\/),
      });
      // A type that comes as base64.
      const body = JSON.stringify({ id: 'a/b', name: 'Größe', price: 1 });
      const added = await get('/products', {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      expect(added.status).toBe(201);
      expect(JSON.parse(added.text)).toEqual(JSON.parse(body));
      expect(added.headers.get('location')).toBe('/products/a%2Fb');
      expect((await get('/products', { method: 'PUT' })).headers.get('allow')).toBe('GET, POST');
    });

    test.each(['rest', 'alb'] as const)('refuses what comes from %s, and says why', async (door) => {
      running.log.length = 0;
      const response = await fetch(`${behind(running, functionOf('http-api'), door)}/products`);
      expect(response.status).toBe(502);
      await expect
        .poll(() => running.log.join('\n'))
        .toContain('An HTTP event of payload version 2.0 is expected');
    });
  });
});

describe('a sample with a project of its own', () => {
  // docs/workshop.md builds aspnet-reflection as it is, and without what keeps its types; below it is built in its third way.
  // opentelemetry has a test of its own.
  const elsewhere = ['aspnet-reflection', 'opentelemetry'];
  const own = allSamples().filter(({ id, ownProject }) => ownProject && !elsewhere.includes(id));

  test.each(firstCases(own, 1))('is compiled and answers natively: $id', async ({ id }) => {
    const folder = await temporaryFolder();
    await writeSample(folder, id);
    await compile(folder);
    const settings = await readSettings(folder);
    const running = await run(folder, settings);
    try {
      await expectAnswer(running, settings.functions[0] as FunctionSettings);
    } finally {
      await running.emulator.close();
    }
  });

  // Without anything that keeps them it fails, which docs/workshop.md shows and its test runs.
  test.runIf(takesAllCases)('finds its types at run time by a descriptor, too', async () => {
    const folder = await temporaryFolder();
    await writeSample(folder, 'aspnet-reflection');
    const { exitCode, all } = await make(folder, ['publish'], { KeepTypesBy: 'descriptor' });
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    const { emulator } = await run(folder, await readSettings(folder));
    try {
      const response = await fetch(`${emulator.url}/reports/csv`);
      expect({ status: response.status, text: await response.text() }).toMatchObject({ status: 200 });
    } finally {
      await emulator.close();
    }
  });
});
