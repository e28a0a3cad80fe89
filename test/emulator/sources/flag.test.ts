import { describe, expect, it } from 'vitest';
import { readSource } from '../../../src/emulator/sources/flag.ts';
import { UsageError } from '../../../src/errors.ts';

const url = 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders';

function refused(text: string): string {
  try {
    readSource(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error(`${text} was read`);
}

describe('a queue in --source', () => {
  it('has the defaults of the service', () => {
    expect(readSource(`sqs:${url}=orders`)).toEqual({
      kind: 'sqs',
      url,
      fn: 'orders',
      batch: 10,
      window: 0,
      concurrency: undefined,
      reportFailures: false,
    });
  });

  it('takes options behind the function', () => {
    const text = `sqs:http://127.0.0.1:4566/000000000000/a_b-1=shop-orders,batch=10000,window=300,concurrency=1,report-failures`;
    expect(readSource(text)).toMatchObject({
      url: 'http://127.0.0.1:4566/000000000000/a_b-1',
      fn: 'shop-orders',
      batch: 10_000,
      window: 300,
      concurrency: 1,
      reportFailures: true,
    });
  });

  it.each([
    [`sqs:${url}=f,batch=11`, 'a batch of more than 10 messages needs time to gather; add window=1'],
    [`sqs:${url}.fifo=f,batch=11,window=1`, 'Lambda gathers no batches of a FIFO queue; leave window out'],
    [`sqs:${url}.fifo=f,batch=11`, 'a batch of a FIFO queue has at most 10 messages, and batch is 11'],
    [`sqs:${url}=f,batch=0`, 'batch is a whole number from 1 to 10000, as in batch=5'],
    [`sqs:${url}=f,batch=10001,window=1`, 'batch is a whole number from 1 to 10000'],
    [`sqs:${url}=f,batch`, 'batch is a whole number'],
    [`sqs:${url}=f,window=1.5`, 'window is a whole number from 0 to 300'],
    [`sqs:${url}=f,window=301`, 'window is a whole number from 0 to 300'],
    [`sqs:${url}=f,concurrency=0`, 'concurrency is a whole number from 1 to 1000'],
    [`sqs:${url}=f,report-failures=yes`, '"report-failures=yes" is not an option'],
    [`sqs:${url}=f,filter=x`, '"filter=x" is not an option; a queue has batch, window, concurrency and'],
    [`sqs:${url}=f,toString=1`, '"toString=1" is not an option'],
    [`sqs:${url}=f,`, '"" is not an option'],
    ['sqs:orders=f', '"orders" is not the URL of a queue; it looks like https://sqs.'],
    ['sqs:ftp://host/1/orders=f', 'is not the URL of a queue'],
    ['sqs:http://me:secret@host/1/orders=f', 'is not the URL of a queue'],
    ['sqs:http://host/orders=f', 'is not the URL of a queue'],
    ['sqs:http://host/1/../orders=f', 'is not the URL of a queue'],
    [`sqs:${url}`, 'it is not of the form "sqs:QUEUE_URL=FUNCTION"'],
    [`sqs:${url}=`, 'it is not of the form'],
    ['kafka:topic=f', 'it is not of the form'],
    ['', 'it is not of the form'],
  ])('%s is refused', (text, problem) => {
    expect(refused(text).startsWith(`--source "${text}": `)).toBe(true);
    expect(refused(text)).toContain(problem);
  });
});

describe('a schedule in --source', () => {
  it('is an expression with commas, blanks and brackets', () => {
    const text = 'schedule:cron(0,30 8-17 ? * MON-FRI *)=report';
    expect(readSource(text)).toMatchObject({
      kind: 'schedule',
      expression: 'cron(0,30 8-17 ? * MON-FRI *)',
      fn: 'report',
    });
  });

  it('has no options', () => {
    expect(refused('schedule:rate(1 day)=f,batch=1')).toContain(
      'a schedule has no options, and "batch=1" is one.',
    );
  });

  it('says what is wrong with it', () => {
    expect(refused('schedule:rate(2 minute)=f')).toContain(
      '"rate(2 minute)" is not a rate; write rate(1 minute)',
    );
  });
});

describe('a stream in --source', () => {
  it('has the defaults of the service', () => {
    expect(readSource('kinesis:orders=fn')).toEqual({
      kind: 'kinesis',
      stream: 'orders',
      fn: 'fn',
      batch: 100,
      window: 0,
      from: 'LATEST',
      retries: undefined,
      bisect: false,
      reportFailures: false,
    });
  });

  it('takes options behind the function, and an ARN', () => {
    const arn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes/stream/2026-11-29T00:00:00.000';
    const text = `dynamodb:${arn}=fn,batch=5,window=2,retries=0,from=trim-horizon,bisect,report-failures`;
    expect(readSource(text)).toMatchObject({
      kind: 'dynamodb',
      stream: arn,
      ...{ batch: 5, window: 2, retries: 0, from: 'TRIM_HORIZON', bisect: true, reportFailures: true },
    });
  });

  it.each([
    ['kinesis:a b=f', '"a b" is not the name or ARN of a Kinesis stream'],
    ['dynamodb:a/b=f', '"a/b" is not the name of a table or ARN of its stream'],
    ['dynamodb:arn:aws:kinesis:eu-central-1:123456789012:stream/a=f', 'is not the name of a table'],
    ['kinesis:a=f,from=now', 'from is latest or trim-horizon, as in from=latest'],
    ['kinesis:a=f,from', 'from is latest or trim-horizon'],
    ['kinesis:a=f,retries=10001', 'retries is a whole number from 0 to 10000'],
    [
      'kinesis:a=f,concurrency=2',
      '"concurrency=2" is not an option; a stream has batch, window, retries, from, bisect and report-failures',
    ],
  ])('is refused: %s', (text, problem) => {
    expect(refused(text)).toContain(problem);
  });
});
