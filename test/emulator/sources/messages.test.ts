import { describe, expect, it } from 'vitest';
import { failuresIn, readBatchResponse } from '../../../src/emulator/sources/batch-response.ts';
import { scheduledEvent } from '../../../src/emulator/sources/schedule-event.ts';
import { batchesOf } from '../../../src/emulator/sources/sqs-event.ts';
import { message, requireShape } from './support.ts';

const origin = { arn: 'arn:aws:sqs:eu-central-1:123456789012:orders.fifo' };
const bodiesOf = (payload: Buffer): string[] =>
  JSON.parse(payload.toString()).Records.map(({ body }: { body: string }) => body);

describe('the event of a queue', () => {
  it('has the shape and the names that Lambda writes', () => {
    const [batch] = batchesOf(
      origin,
      [
        {
          messageId: '2f379dbf-db7a-426b-8f5f-77d222f980ca',
          receiptHandle: 'AQEBHJBJCohircuk20K39Q==',
          body: 'hello',
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          md5OfMessageAttributes: 'e56a1fe1de83c06e29d46498992b9908',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: '1795512600000',
            SenderId: 'AIDAIENQZJOLO23YVJ4VO',
            ApproximateFirstReceiveTimestamp: '1795512600123',
            MessageGroupId: 'a',
          },
          messageAttributes: {
            origin: { dataType: 'String', stringValue: 'web' },
            raw: { dataType: 'Binary', binaryValue: new Uint8Array([0, 255]) },
          },
        },
      ],
      1_000_000,
    );
    const event = JSON.parse(batch?.payload.toString() as string);
    requireShape('sqs-fifo', event);
    expect(event.Records[0]).toMatchObject({
      messageAttributes: {
        origin: { dataType: 'String', stringValue: 'web', stringListValues: [], binaryListValues: [] },
        raw: { dataType: 'Binary', binaryValue: 'AP8=', stringListValues: [], binaryListValues: [] },
      },
      eventSource: 'aws:sqs',
      eventSourceARN: origin.arn,
      awsRegion: 'eu-central-1',
    });
  });

  it('is cut where it would be too large, in order, and to the byte', () => {
    const messages = ['a', 'ä'.repeat(100), 'c', 'd'].map((body, i) => message(String(i), body));
    const [whole] = batchesOf(origin, messages, 1_000_000);
    const size = whole?.payload.length as number;
    expect(batchesOf(origin, messages, size)).toHaveLength(1);
    const cut = batchesOf(origin, messages, size - 1);
    expect(cut.map(({ payload }) => bodiesOf(payload))).toEqual([['a', 'ä'.repeat(100), 'c'], ['d']]);
    for (const { payload } of cut) expect(payload.length).toBeLessThan(size);
    expect(cut.map(({ items }) => items.map(({ messageId }) => messageId))).toEqual([['0', '1', '2'], ['3']]);
    // Nothing is lost that fits nowhere: it is up to the service to refuse it.
    expect(batchesOf(origin, messages, 10).map(({ payload }) => bodiesOf(payload).length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(batchesOf(origin, [], 10)).toEqual([]);
  });
});

it('the event of a schedule has the shape of a rule’s, and the time to the second', () => {
  const account = { region: 'eu-central-1', accountId: '123456789012' };
  const event = scheduledEvent(account, 'report', Date.parse('2026-11-29T09:20:30.999Z'));
  requireShape('eventbridge-schedule', event);
  expect(event).toMatchObject({
    time: '2026-11-29T09:20:30Z',
    resources: ['arn:aws:events:eu-central-1:123456789012:rule/report'],
    detail: {},
  });
});

// Lambda developer guide, "Handling errors for an SQS event source in Lambda", "Success and failure conditions".
describe('the response of a function that reports failures', () => {
  const ids = new Set(['a', 'b']);
  const items = (...list: unknown[]) => JSON.stringify({ batchItemFailures: list });

  it.each(['', ' \n', 'null', '{}', '{"batchItemFailures":null}', items(), '{"other":1}'])(
    'is a success: %j',
    (body) => {
      expect(readBatchResponse(body, ids)).toEqual({ kind: 'read', failed: new Set() });
    },
  );

  it('names those that failed', () => {
    const body = items({ itemIdentifier: 'b' }, { itemIdentifier: 'b' });
    expect(readBatchResponse(body, ids)).toEqual({ kind: 'read', failed: new Set(['b']) });
    expect(failuresIn(body, ids, false)).toEqual({ failed: new Set(), isIgnored: true });
    expect(failuresIn(body, ids, true)).toEqual({ failed: new Set(['b']), isIgnored: false });
  });

  it.each([
    ['{', 'is not JSON'],
    ['"ok"', 'is not an object with "batchItemFailures"'],
    ['[]', 'is not an object'],
    ['{"batchItemFailures":{}}', 'has "batchItemFailures" that is not a list'],
    [items({ itemIdentifier: 'b' }, { itemIdentifier: '' }), 'without "itemIdentifier"'],
    [items({ itemIdentifier: null }), 'without "itemIdentifier"'],
    [items({ ItemIdentifier: 'a' }), 'without "itemIdentifier"'],
    [items('a'), 'without "itemIdentifier"'],
    [items({ itemIdentifier: 'c' }), 'names "c", which is not a message of the batch'],
  ])('fails the whole batch: %s', (body, problem) => {
    const answer = readBatchResponse(body, ids);
    expect(answer).toMatchObject({ kind: 'invalid', problem: expect.stringContaining(problem) });
  });

  it('without failures is none that a source could miss', () => {
    for (const body of ['', '{', 'null', items(), '{}'])
      expect(failuresIn(body, ids, false)).toEqual({ failed: new Set(), isIgnored: false });
  });
});
