import { CreateStreamCommand, type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openQueue } from '../../../src/aws/queues/open-queue.ts';
import { connect } from '../../../src/aws/session/session.ts';
import { openStream } from '../../../src/aws/streams/open-stream.ts';
import { openSources } from '../../../src/emulator/sources/sources.ts';
import type { Settings } from '../../../src/project/settings.ts';
import { fakeEnvironment } from '../../aws/support.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { missingTools } from '../../support/tools.ts';
import { until } from '../support.ts';
import { requireShape, serviceOf } from './support.ts';

const missing = await missingTools('moto_server');
if (missing) console.warn(`test/emulator/sources/streams-moto.test.ts is skipped: ${missing}`);

const settings = {
  functions: [{ name: 'orders', handler: 'orders', memorySize: 128, timeout: 3 }],
} as unknown as Settings;

interface KinesisEvent {
  Records: { kinesis: { data: string; partitionKey: string; sequenceNumber: string } }[];
}
interface TableEvent {
  Records: { eventName: string; dynamodb: { Keys: object; SequenceNumber: string } }[];
}

describe.skipIf(missing)('streams of a server', () => {
  let moto: Moto;
  let kinesis: KinesisClient;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    moto = await startMoto();
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const session = await connect({});
    kinesis = await session.kinesis();
  });
  afterAll(async () => {
    kinesis?.destroy();
    await moto?.close();
    vi.unstubAllEnvs();
  });

  /** Makes a table and changes it, without a client of ours. */
  const dynamoDb = async (operation: string, input: object) => {
    const answer = await fetch(moto.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': `DynamoDB_20120810.${operation}`,
        Authorization: 'AWS4-HMAC-SHA256 Credential=test/20261129/eu-central-1/dynamodb/aws4_request',
      },
      body: JSON.stringify({ TableName: 'notes', ...input }),
    });
    expect(answer.status).toBe(200);
  };

  /** Reads a source with a function of the test's own until `done` is so. */
  async function run(source: string, handle: (event: never) => unknown, done: () => boolean) {
    const controller = new AbortController();
    const { signal } = controller;
    const host = serviceOf(handle as never);
    const sources = await openSources(settings, [source], { openQueue, openStream }, signal);
    const running = sources.run({ ...host, concurrency: 10, signal });
    try {
      await until(done);
    } finally {
      controller.abort();
      await running;
      sources.close();
    }
    return { ...host, shown: sources.shown };
  }

  it('give 200 records of two shards, each shard in its order, though some fail at first', async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 2 }));
    const texts = Array.from({ length: 200 }, (_, i) => `r${i}`);
    const key = (i: number) => `key-${i % 7}`;
    const Records = texts.map((text, i) => ({ Data: Buffer.from(text), PartitionKey: key(i) }));
    const { FailedRecordCount } = await kinesis.send(
      new PutRecordsCommand({ StreamName: 'orders', Records }),
    );
    expect(FailedRecordCount).toBe(0);
    const done: string[] = [];
    const failed = new Set<string>();
    let first: KinesisEvent | undefined;
    const { notices, shown } = await run(
      'kinesis:orders=orders,from=trim-horizon,batch=20,report-failures',
      (event: KinesisEvent) => {
        first ??= event;
        for (const { kinesis: record } of event.Records) {
          const text = Buffer.from(record.data, 'base64').toString();
          if (['r7', 'r77', 'r177'].includes(text) && !failed.has(text)) {
            failed.add(text);
            return { batchItemFailures: [{ itemIdentifier: record.sequenceNumber }] };
          }
          done.push(text);
        }
        return { batchItemFailures: [] };
      },
      () => done.length >= texts.length,
    );
    expect([...done].sort()).toEqual([...texts].sort());
    expect(failed.size).toBe(3);
    for (let k = 0; k < 7; k++) {
      const own = (text: string) => Number(text.slice(1)) % 7 === k;
      expect(done.filter(own)).toEqual(texts.filter(own));
    }
    expect(notices()).toEqual([]);
    const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
    expect(shown).toEqual([{ kind: 'kinesis', from: arn, functionName: 'orders' }]);
    requireShape('kinesis', first);
  });

  it('give the changes of a table', async () => {
    await dynamoDb('CreateTable', {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    const item = (text: string) => ({ Item: { id: { S: 'a' }, text: { S: text }, raw: { B: 'AP8=' } } });
    await dynamoDb('PutItem', item('one'));
    await dynamoDb('PutItem', item('two'));
    await dynamoDb('DeleteItem', { Key: { id: { S: 'a' } } });
    const changes: TableEvent['Records'] = [];
    let first: TableEvent | undefined;
    await run(
      'dynamodb:notes=orders,from=trim-horizon',
      (event: TableEvent) => {
        first ??= event;
        changes.push(...event.Records);
      },
      () => changes.length >= 3,
    );
    expect(changes.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(changes[0]?.dynamodb).toMatchObject({
      Keys: { id: { S: 'a' } },
      NewImage: { id: { S: 'a' }, text: { S: 'one' }, raw: { B: 'AP8=' } },
    });
    // The server's own version of the event's form is an older one.
    requireShape('dynamodb', { Records: first?.Records.map((one) => ({ ...one, eventVersion: '1.1' })) });
  });

  describe('are refused', () => {
    const refusal = async (source: string) => {
      const { signal } = new AbortController();
      try {
        (await openSources(settings, [source], { openQueue, openStream }, signal)).close();
      } catch (error) {
        return error as Error & { code: number };
      }
      throw new Error('nothing was refused');
    };

    it('when they are not there', async () => {
      expect((await refusal('kinesis:nothing=orders')).message).toMatch(
        /^nothing: AWS rejected the request: .*not found.* \(ResourceNotFoundException\)\.$/,
      );
      expect((await refusal('dynamodb:nothing=orders')).message).toContain(
        'nothing: the table has no stream that is switched on, or is not there; switch one on with "aws dynamodb update-table --table-name nothing ',
      );
    });

    it('when nobody is at the address', async () => {
      vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
      try {
        expect((await refusal('kinesis:orders=orders')).message).toContain(
          'orders: http://127.0.0.1:1 cannot be reached (ECONNREFUSED)',
        );
      } finally {
        vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
      }
    });
  });
});
