import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { attributesDigest } from '../../src/events/agreement.ts';
import { allEvents } from '../../src/events/library.ts';
import { sampleEvents } from './sample-events.ts';
import { logData } from './shapes/others.ts';
import { shape } from './shapes/shape.ts';
import { leavesOf, membersOf, objectsIn, timeOf } from './walk.ts';

// Values of one event that say the same agree with each other, and what is encoded can be decoded.

const account = '123456789012';
const region = 'eu-central-1';

const md5 = (text: unknown) => createHash('md5').update(String(text)).digest('hex');
const decoded = (text: unknown) => Buffer.from(String(text), 'base64').toString();

describe.each([...allEvents(), ...sampleEvents])('the event $name', ({ event }) => {
  const text = JSON.stringify(event);
  const leaves = leavesOf(event);
  const objects = objectsIn(event);

  test('has ARNs of one account and one region', () => {
    for (const [arn] of text.matchAll(/arn:aws:[^\s"'\\,?%)]+/g)) {
      const [, , service, place, owner, ...resource] = arn.split(':');
      expect(service, arn).toMatch(/^[a-z0-9-]+$/);
      expect([region, ''], arn).toContain(place);
      expect([account, ''], arn).toContain(owner);
      expect(resource.join(':'), arn).not.toBe('');
    }
  });

  test('is of one region and one account', () => {
    const regions = text.match(/\b(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d(?![\d-])/g) ?? [];
    expect(new Set(regions)).toEqual(new Set(regions.length === 0 ? [] : [region]));
    const accounts = leaves.filter(({ name }) => /account(id)?$/i.test(name)).map(({ value }) => value);
    expect(accounts.filter((value) => ![account, 'anonymous', null].includes(value as string))).toEqual([]);
  });

  test('happened on one day, in every way that a time is written', () => {
    const times = leaves.map(timeOf).filter((time) => time !== undefined);
    expect(new Set(times.map((time) => time.toISOString().slice(0, 10))).size).toBeLessThanOrEqual(1);
  });

  test('has the same time in words and as a number', () => {
    for (const object of objects) {
      for (const [words, number] of [
        ['time', 'timeEpoch'],
        ['requestTime', 'requestTimeEpoch'],
      ] as const) {
        if (object[words] === undefined || object[number] === undefined) continue;
        const epoch = Number(object[number]);
        expect(timeOf({ name: words, value: object[words] })?.getTime()).toBe(epoch - (epoch % 1000));
      }
    }
  });

  test('has digests of its messages', () => {
    for (const { body, md5OfBody, messageAttributes, md5OfMessageAttributes } of objects) {
      if (md5OfBody === undefined) continue;
      expect(md5OfBody).toBe(md5(body));
      const hasAttributes = Object.keys(membersOf(messageAttributes)).length > 0;
      expect(md5OfMessageAttributes).toBe(hasAttributes ? attributesDigest(messageAttributes) : undefined);
    }
  });

  test('is an HTTP request whose parts agree', () => {
    for (const request of objects.filter(({ requestContext }) => requestContext !== undefined)) {
      const { headers, body, isBase64Encoded, rawPath, rawQueryString, queryStringParameters } = request;
      const context = membersOf(request.requestContext);
      const length = membersOf(headers)['content-length'];
      const bytes = Buffer.from(String(body), isBase64Encoded ? 'base64' : 'utf8');
      if (length !== undefined) expect(bytes.length).toBe(Number(length));
      if (isBase64Encoded) expect(bytes.toString('base64')).toBe(body);
      if (context.domainName !== undefined) {
        const domain = String(context.domainName);
        if (context.domainPrefix !== undefined) expect(domain.split('.')[0]).toBe(context.domainPrefix);
        expect(domain.split('.')[0]).toBe(context.apiId);
      }
      if (rawPath !== undefined) expect(membersOf(context.http).path).toBe(rawPath);
      if (rawQueryString === undefined) continue;
      const query = new URLSearchParams(String(rawQueryString));
      const joined = [...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]);
      expect(Object.fromEntries(joined)).toEqual(queryStringParameters ?? {});
    }
  });
});

const eventOf = (name: string) => membersOf(allEvents().find((event) => event.name === name)?.event);

test('records of streams, topics and queues have JSON in their base64', () => {
  const texts = [
    'kinesis',
    'kinesis-window',
    'firehose',
    'msk',
    'kafka',
    'mq-activemq',
    'mq-rabbitmq',
  ].flatMap((name) =>
    objectsIn(eventOf(name)).flatMap(({ data, value }) =>
      [data, value].filter((text) => typeof text === 'string'),
    ),
  );
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) expect(() => JSON.parse(decoded(text)), String(text)).not.toThrow();
});

test('the data of CloudWatch Logs unpacks to what a subscription sends', () => {
  const { data } = membersOf(eventOf('cloudwatch-logs').awslogs);
  const unpacked = JSON.parse(gunzipSync(Buffer.from(String(data), 'base64')).toString());
  expect(() => v.parse(shape(logData), unpacked)).not.toThrow();
  expect(unpacked.owner).toBe(account);
});

test('a message of SNS in a queue is one, of the topic of the library', () => {
  const { body } = objectsIn(eventOf('sqs-sns')).find((object) => object.body !== undefined) ?? {};
  const { TopicArn, Type } = JSON.parse(String(body));
  expect({ TopicArn, Type }).toEqual({
    TopicArn: `arn:aws:sns:${region}:${account}:orders`,
    Type: 'Notification',
  });
});

test('the change of a table that was made is in the next record', () => {
  const records = eventOf('dynamodb').Records as { dynamodb: { NewImage?: unknown; OldImage?: unknown } }[];
  const [insert, modify, remove] = records.map(({ dynamodb }) => dynamodb);
  expect(modify?.OldImage).toEqual(insert?.NewImage);
  expect(remove?.OldImage).toEqual(modify?.NewImage);
});
