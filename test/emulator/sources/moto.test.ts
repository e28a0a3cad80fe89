import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openQueue } from '../../../src/aws/queues/open-queue.ts';
import { openStream } from '../../../src/aws/streams/open-stream.ts';
import { EventSources, openSources } from '../../../src/emulator/sources/sources.ts';
import type { Settings } from '../../../src/project/settings.ts';
import { fakeEnvironment } from '../../aws/support.ts';
import { shape } from '../../events/shapes/shape.ts';
import { shapes } from '../../events/shapes/shapes.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { missingTools } from '../../support/tools.ts';
import { until } from '../support.ts';
import { MotoQueues } from './moto-queues.ts';
import { type SqsEvent, serviceOf } from './support.ts';

const missing = await missingTools('moto_server');
if (missing) console.warn(`test/emulator/sources/moto.test.ts is skipped: ${missing}`);

const openers = { openQueue, openStream };

const settings = {
  functions: [
    { name: 'orders', handler: 'orders', memorySize: 128, timeout: 3 },
    { name: 'report', handler: 'report', memorySize: 128, timeout: 3 },
  ],
} as unknown as Settings;

describe.skipIf(missing)('queues of a server', () => {
  let moto: Moto;
  let queues: MotoQueues;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    moto = await startMoto();
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', moto.url);
    queues = new MotoQueues(moto.url);
  });
  afterAll(async () => {
    queues?.close();
    await moto?.close();
    vi.unstubAllEnvs();
  });

  /** Reads a source with functions of the test's own until `done` is so. */
  async function run(
    source: string,
    handle: (event: SqsEvent) => unknown,
    done: () => boolean | Promise<boolean>,
  ) {
    const controller = new AbortController();
    const host = serviceOf(handle);
    const sources = await openSources(settings, [source], openers, controller.signal);
    const running = sources.run({ ...host, concurrency: 10, signal: controller.signal });
    try {
      await until(done);
    } finally {
      controller.abort();
      await running;
      sources.close();
    }
    return { ...host, notes: sources.notes };
  }

  it('loses none of 200 messages, retries those that fail, and leaves them to the redrive policy', async () => {
    const { url, dead } = await queues.createWithDeadLetters('bulk', 3, { VisibilityTimeout: '300' });
    const bodies = Array.from({ length: 200 }, (_, i) => `m${i}`);
    await queues.send(url, bodies);
    const bad = new Set(['m7', 'm77', 'm177']);
    const seen = new Map<string, number>();
    let first: SqsEvent | undefined;
    const { notes, notices, requests } = await run(
      `sqs:${url}=orders,report-failures`,
      async (event) => {
        first ??= event;
        for (const { body } of event.Records) seen.set(body, (seen.get(body) ?? 0) + 1);
        const failed = event.Records.filter(({ body }) => bad.has(body));
        // In place of a wait for the visibility timeout.
        for (const { receiptHandle } of failed) await queues.release(url, receiptHandle);
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
      async () =>
        [...bad].every((body) => seen.get(body) === 3) &&
        (await queues.count(dead)) === 3 &&
        (await queues.count(url)) === 0,
    );
    const expected = Object.fromEntries(bodies.map((body) => [body, bad.has(body) ? 3 : 1]));
    expect(Object.fromEntries(seen)).toEqual(expected);
    expect((await queues.bodies(dead)).sort()).toEqual([...bad].sort());
    expect(notices()).toEqual([]);
    expect(requests().filter((text) => text.endsWith('failed')).length).toBeGreaterThanOrEqual(3);
    expect(notes).toEqual([]);
    // What a server answers has the shape of the event that AWS documents; its receipt handles are not base64.
    const records = first?.Records.map((record) => ({ ...record, receiptHandle: 'AA==' }));
    expect(v.safeParse(shape(shapes.sqs as never), { Records: records }).issues).toBeUndefined();
    expect(records?.[0]).toMatchObject({
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:bulk',
      awsRegion: 'eu-central-1',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { origin: { stringValue: 'test', dataType: 'String' } },
    });
  });

  it('with a visibility timeout that Lambda refuses are pointed out', async () => {
    const url = await queues.create('short', { VisibilityTimeout: '2' });
    const signal = new AbortController().signal;
    const sources = await openSources(settings, [`sqs:${url}=orders`], openers, signal);
    expect(sources.notes).toEqual([
      `The visibility timeout of ${url} (2 s) is less than the timeout of orders (3 s): messages may come twice, and Lambda refuses such a queue.`,
    ]);
    sources.close();
  });

  it('gather a batch that is larger than a call', async () => {
    const url = await queues.create('window', { VisibilityTimeout: '30' });
    await queues.send(
      url,
      Array.from({ length: 25 }, (_, i) => String(i)),
    );
    const sizes: number[] = [];
    await run(
      `sqs:${url}=orders,batch=25,window=60`,
      ({ Records }) => void sizes.push(Records.length),
      async () => (await queues.count(url)) === 0,
    );
    expect(sizes).toEqual([25]);
  });

  // One batch at a time: a call that waits does not see in moto that a group has become free. One message in a batch where it
  // fails: moto gives out several of a group in another order when they come back.
  it.each([
    { batch: 4, failures: 0 },
    { batch: 1, failures: 2 },
  ])('keep the order of each message group: $batch in a batch, $failures failures', async (given) => {
    const url = await queues.create(`steps-${given.batch}.fifo`, { VisibilityTimeout: '300' });
    const bodies = Array.from({ length: 18 }, (_, i) => `${'abc'[i % 3]}${Math.floor(i / 3)}`);
    await queues.send(url, bodies, (body) => body.charAt(0));
    const done: string[] = [];
    let left = given.failures;
    await run(
      `sqs:${url}=orders,batch=${given.batch},concurrency=1`,
      async ({ Records }) => {
        const bad = Records.find(({ body }) => body === 'b3');
        if (bad && left-- > 0) {
          await queues.release(url, bad.receiptHandle);
          throw new Error('boom');
        }
        done.push(...Records.map(({ body }) => body));
      },
      async () => (await queues.count(url)) === 0,
    );
    expect(left).toBeLessThanOrEqual(0);
    for (const group of 'abc')
      expect(done.filter((body) => body.startsWith(group))).toEqual(
        bodies.filter((body) => body.startsWith(group)),
      );
  });

  it('let the batch in hand finish', async () => {
    const url = await queues.create('end', { VisibilityTimeout: '30' });
    await queues.send(url, ['last']);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const controller = new AbortController();
    let begun = false;
    const host = serviceOf(async () => {
      begun = true;
      await held;
    });
    const sources = await openSources(settings, [`sqs:${url}=orders`], openers, controller.signal);
    const running = sources.run({ ...host, concurrency: 10, signal: controller.signal });
    await until(() => begun);
    controller.abort();
    expect(host.notices()).toEqual(['Finishing a batch; Ctrl-C ends at once.']);
    expect(await queues.count(url)).toBe(1);
    release();
    await running;
    expect(await queues.count(url)).toBe(0);
    sources.close();
  });

  describe('are refused', () => {
    const refusal = async (...sources: string[]) => {
      try {
        (await openSources(settings, sources, openers, new AbortController().signal)).close();
      } catch (error) {
        return error as Error & { code: number };
      }
      throw new Error('nothing was refused');
    };

    it('when they are not there', async () => {
      const url = `${moto.url}/123456789012/nothing`;
      const { message, code } = await refusal(`sqs:${url}=orders`);
      expect(message).toMatch(
        new RegExp(`^${url}: AWS rejected the request: .*does not exist.* \\(.*\\)\\.$`),
      );
      expect(code).toBe(1);
    });

    it('when there is no region, no credentials, or nobody at the address', async () => {
      const url = 'http://127.0.0.1:1/123456789012/orders';
      vi.stubEnv('AWS_ENDPOINT_URL_SQS', 'http://127.0.0.1:1');
      try {
        expect((await refusal(`sqs:${url}=orders`)).message).toBe(
          `${url}: http://127.0.0.1:1 cannot be reached (ECONNREFUSED); check the network, the proxy, AWS_REGION and AWS_ENDPOINT_URL.`,
        );
        vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
        expect((await refusal(`sqs:${url}=orders`)).message).toContain('or name a profile with AWS_PROFILE.');
        vi.stubEnv('AWS_REGION', undefined);
        expect((await refusal(`sqs:${url}=orders`)).message).toBe(
          'No AWS region is set; set AWS_REGION, or put one into ~/.aws/config with "aws configure".',
        );
      } finally {
        for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
        vi.stubEnv('AWS_ENDPOINT_URL_SQS', moto.url);
      }
    });

    it('when the environment names another host, to which nothing is sent', async () => {
      const { message, code } = await refusal('sqs:http://127.0.0.1:1/123456789012/orders=orders');
      expect(message).toBe(
        `The queue http://127.0.0.1:1/123456789012/orders is not at the endpoint of SQS, ${moto.url}; give --source the URL ${moto.url}/123456789012/orders, or set AWS_ENDPOINT_URL_SQS to http://127.0.0.1:1.`,
      );
      expect(code).toBe(2);
      vi.stubEnv('AWS_ENDPOINT_URL_SQS', '');
      try {
        const { message: other } = await refusal(`sqs:${moto.url}/123456789012/orders=orders`);
        expect(other).toContain('is not at the endpoint of SQS, https://sqs.eu-central-1.amazonaws.com;');
      } finally {
        vi.stubEnv('AWS_ENDPOINT_URL_SQS', moto.url);
      }
    });

    it('when two functions would share one, or a function is not there', async () => {
      const url = await queues.create('shared');
      const twice = await refusal(`sqs:${url}=orders`, `sqs:${url}=report`);
      expect(twice.message).toBe(
        `--source names the queue ${url} twice; a message goes to one function only.`,
      );
      const unknown = await refusal(`sqs:${url}=invoice`);
      expect(unknown.message).toBe('No function "invoice" in this project; it has: orders, report.');
    });
  });

  it('none are asked for where there is no source', async () => {
    const none = new EventSources([], []);
    await none.run({ ...serviceOf(() => null), concurrency: 1, signal: new AbortController().signal });
    expect(none.shown).toEqual([]);
  });
});
