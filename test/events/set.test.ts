import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { freeNames } from '../../src/events/free-names.ts';
import { allEvents, findEvent } from '../../src/events/library.ts';
import { formatPath, parseAssignment } from '../../src/events/path.ts';
import { assignmentProblem, jsonWithSet, withSet } from '../../src/events/set.ts';
import { eachPath, valueAt } from './walk.ts';

const eventOf = (name: string) => findEvent(name)?.event;
const set = (name: string, ...assignments: string[]): unknown => withSet(eventOf(name), assignments);
const decoded = (text: unknown) => Buffer.from(String(text), 'base64');

describe('a path', () => {
  it.each([
    ['a=1', ['a'], '1'],
    ['Records[0].body=a=b', ['Records', 0, 'body'], 'a=b'],
    ['[1].body=', [1, 'body'], ''],
    ['["CodePipeline.job"].id=x', ['CodePipeline.job', 'id'], 'x'],
    ['detail["a=b"][2]={"c":1}', ['detail', 'a=b', 2], '{"c":1}'],
    ['headers.x-tenant=7', ['headers', 'x-tenant'], '7'],
    ['userAttributes.cognito:user_status=CONFIRMED', ['userAttributes', 'cognito:user_status'], 'CONFIRMED'],
  ])('%s is read', (text, path, value) => {
    expect(parseAssignment(text)).toEqual({ path, value });
  });

  it.each(['', '=1', 'a', 'a.=1', '.a=1', 'a..b=1', 'a[=1', 'a[x]=1', 'a["b]=1', 'a[-1]=1', '["\\x"]=1'])(
    '%j is none',
    (text) => {
      expect(parseAssignment(text)).toBeUndefined();
      expect(assignmentProblem(text)).toContain('PATH=VALUE');
    },
  );

  it('is read as it was written, whatever the names are', () => {
    const step = fc.oneof(fc.string(), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), fc.string(), (path, value) => {
        expect(parseAssignment(`${formatPath(path)}=${value}`)).toEqual({ path, value });
      }),
    );
  });
});

describe('a value', () => {
  it.each([
    ['sqs', 'Records[0].body=hello', 'Records[0].body', 'hello'],
    ['sqs', 'Records.1.body=hello', 'Records[1].body', 'hello'],
    ['sqs', 'Records[0].body={"orderId": 7}', 'Records[0].body', '{"orderId": 7}'],
    ['sqs', 'Records[0].body="{}"', 'Records[0].body', '{}'],
    [
      'sqs',
      'Records[0].attributes.ApproximateReceiveCount=3',
      'Records[0].attributes.ApproximateReceiveCount',
      '3',
    ],
    ['sns', 'Records[0].Sns.Subject=null', 'Records[0].Sns.Subject', null],
    ['s3-put', 'Records[0].s3.object.size=5', 'Records[0].s3.object.size', 5],
    ['s3-put', 'Records[0].s3.object.size=large', 'Records[0].s3.object.size', 'large'],
    ['apigateway-rest', 'isBase64Encoded=true', 'isBase64Encoded', true],
    ['apigateway-rest', 'requestContext.identity.user=alice', 'requestContext.identity.user', 'alice'],
    ['apigateway-rest', 'requestContext={"stage":"x"}', 'requestContext', { stage: 'x' }],
    ['pipes-sqs', '[1].body=x', '[1].body', 'x'],
    ['codepipeline', '["CodePipeline.job"].accountId=1', '["CodePipeline.job"].accountId', '1'],
  ])('%s: %s', (name, assignment, path, value) => {
    expect(valueAt(set(name, assignment), path)).toEqual(value);
  });

  it('goes into JSON that is a text, as it is, in base64 and compressed', () => {
    expect(valueAt(set('sqs', 'Records[0].body.total=7'), 'Records[0].body')).toBe(
      '{"orderId":"o-1001","total":7,"currency":"EUR"}',
    );
    const record = valueAt(set('kinesis', 'Records[0].kinesis.data.celsius=-3'), 'Records[0].kinesis.data');
    expect(decoded(record).toString()).toBe('{"celsius":-3}');
    const line = valueAt(set('firehose', 'records[1].data={"orderId":"o-9"}'), 'records[1].data');
    expect(decoded(line).toString()).toBe('{"orderId":"o-9"}\n');
    const { logEvents } = JSON.parse(
      gunzipSync(
        decoded(valueAt(set('cloudwatch-logs', 'awslogs.data.logEvents[1].message=x'), 'awslogs.data')),
      ).toString(),
    );
    expect(logEvents[1].message).toBe('x');
    expect(logEvents[0].message).toMatch(/^ERROR/);
  });

  it('takes new names where the sender chooses them', () => {
    const request = set(
      'apigateway-rest',
      'headers.x-count=5',
      'stageVariables.table=orders',
      'queryStringParameters.page=2',
    );
    expect(valueAt(request, 'headers')).toMatchObject({ 'x-count': '5', Accept: 'application/json' });
    expect(valueAt(request, 'stageVariables')).toEqual({ table: 'orders' });
    expect(valueAt(request, 'queryStringParameters')).toEqual({ notify: 'sms', page: '2' });
    const image = 'Records[0].dynamodb.NewImage';
    expect(valueAt(set('dynamodb', `${image}.stock.N="7"`), image)).toMatchObject({ stock: { N: '7' } });
  });

  it('changes nothing else, and not the library', () => {
    const before = JSON.stringify(eventOf('sns'));
    const after = JSON.stringify(set('sns', 'Records[0].Sns.Message=other'));
    expect(after).toBe(before.replace(/"Message":"(?:[^"\\]|\\.)*"/, '"Message":"other"'));
    expect(JSON.stringify(eventOf('sns'))).toBe(before);
  });

  it.each(allEvents())('can be set everywhere in $name, by the path as it is written', ({ event }) => {
    for (const path of eachPath(event)) {
      const after = withSet(event, [`${formatPath(path)}="set"`]);
      expect(valueAt(after, formatPath(path)), formatPath(path)).toBe('set');
    }
  });
});

describe('what says the same', () => {
  it('is the digest of a body and of attributes', () => {
    const message = 'Records[0]';
    const after = set('sqs', `${message}.body=hello`, `${message}.messageAttributes.origin.stringValue=shop`);
    const before = valueAt(eventOf('sqs'), `${message}.md5OfMessageAttributes`);
    expect(valueAt(after, `${message}.md5OfBody`)).toBe(createHash('md5').update('hello').digest('hex'));
    expect(valueAt(after, `${message}.md5OfMessageAttributes`)).toMatch(/^[0-9a-f]{32}$/);
    expect(valueAt(after, `${message}.md5OfMessageAttributes`)).not.toBe(before);
    const broken = set('sqs', `${message}.body=hello`, `${message}.md5OfBody=wrong`);
    expect(valueAt(broken, `${message}.md5OfBody`)).toBe('wrong');
  });

  it.each([
    ['function-url', 'rawPath=/x', 'requestContext.http.path', '/x'],
    ['function-url', 'requestContext.http.path=/x', 'rawPath', '/x'],
    ['apigateway-http', 'routeKey=GET /x', 'requestContext.routeKey', 'GET /x'],
    ['apigateway-rest', 'httpMethod=DELETE', 'requestContext.httpMethod', 'DELETE'],
    ['apigateway-rest', 'resource=/x', 'requestContext.resourcePath', '/x'],
  ])('%s: %s sets %s', (name, assignment, path, value) => {
    expect(valueAt(set(name, assignment), path)).toBe(value);
  });

  it('stays as it was set where both were', () => {
    const after = set('function-url', 'rawPath=/x', 'requestContext.http.path=/y');
    expect([valueAt(after, 'rawPath'), valueAt(after, 'requestContext.http.path')]).toEqual(['/x', '/y']);
  });
});

describe('a path that the event does not have', () => {
  it.each([
    ['sqs', 'Records[0].bdy=1', 'Records[0] has no bdy; did you mean Records[0].body?'],
    ['sqs', 'records=1', 'the event has no records; did you mean Records?'],
    ['sqs', 'body=1', 'the event has no body; did you mean Records[0].body or Records[1].body?'],
    ['sqs', 'Records[2].body=x', 'Records has entries from [0] to [1].'],
    ['sqs', 'Records[0].body.totl=1', 'Records[0].body has no totl; did you mean Records[0].body.total?'],
    ['sns', 'Records[1]=1', 'Records has one entry, [0].'],
    ['sqs', 'Records[0].awsRegion.x=1', 'Records[0].awsRegion is a string.'],
    ['sqs', 'Records[0][1]=1', 'Records[0] is no array; it has: messageId,'],
    ['sqs', '__proto__.x=1', 'the event has no __proto__; it has: Records.'],
    ['sqs', 'constructor=1', 'the event has no constructor; it has: Records.'],
    ['eventbridge-ec2', 'state=running', 'the event has no state; did you mean detail.state?'],
    ['eventbridge-ecs-task', 'detail.x=1', 'ephemeralStorage, ….'],
    ['codepipeline', 'CodePipeline.job.id=1', 'the event has no CodePipeline; it has: ["CodePipeline.job"].'],
    ['apigateway-rest', 'body.a=1', 'body has no a; it has: total, currency.'],
    ['apigateway-rest', 'requestContext.identity.user.a=1', 'requestContext.identity.user is null.'],
    ['cognito-pre-sign-up', 'request.userAttributes[0]=1', 'request.userAttributes is no array'],
  ])('%s: %s is refused', (name, assignment, message) => {
    expect(() => set(name, assignment)).toThrow(message);
  });
});

it.each([
  ['Records=12345678901234567890', '12345678901234567890'],
  ['Records={"a":[1,0.12345678901234567]}', '0.12345678901234567'],
  ['Records=1e999', '1e999'],
])('%s would lose digits and is refused', (assignment, number) => {
  expect(() => set('sqs', assignment)).toThrow(`the number ${number} would lose digits`);
});

it('keeps numbers that JavaScript keeps, and those in texts', () => {
  expect(jsonWithSet('{"a":9007199254740991,"b":0.1,"c":"12345678901234567890","d":1}', ['d=-1.5e3'])).toBe(
    '{"a":9007199254740991,"b":0.1,"c":"12345678901234567890","d":-1500}',
  );
  expect(() => jsonWithSet('{"a":9007199254740993,"d":1}', ['d=2'])).toThrow('--set would change the number');
  expect(jsonWithSet('{"a": 9007199254740993}', [])).toBe('{"a": 9007199254740993}');
});

it('is refused where it is nested deeper than a document', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(() => set('sqs', `Records=${deep}`)).toThrow('levels of nesting');
  expect(() => set('sqs', `Records${'[0]'.repeat(10_000)}=1`)).toThrow('levels of nesting');
});

it('does not unpack what is far larger than an event', () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' ')).toString('base64');
  expect(() => withSet({ data: bomb }, ['data.a=1'])).toThrow('data is a string.');
});

test('every member with free names is one of an event', () => {
  const names = new Set(allEvents().flatMap(({ event }) => eachPath(event).map((path) => path.at(-1))));
  expect(Object.keys(freeNames).filter((name) => !names.has(name))).toEqual([]);
});
