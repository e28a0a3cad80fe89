import { describe, expect, it } from 'vitest';
import { executedVersion, functionArn, parseFunctionReference } from '../../src/emulator/identity.ts';
import { readInvokeHeaders } from '../../src/emulator/invoke-request.ts';

describe('a function’s name', () => {
  it.each([
    ['hello', { name: 'hello' }],
    ['hello:7', { name: 'hello', qualifier: '7' }],
    ['hello:$LATEST', { name: 'hello', qualifier: '$LATEST' }],
    ['function:hello', { name: 'hello' }],
    ['123456789012:function:hello', { name: 'hello' }],
    ['123456789012:function:hello:live', { name: 'hello', qualifier: 'live' }],
    ['arn:aws:lambda:eu-west-1:123456789012:function:hello', { name: 'hello' }],
    ['arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:hello:3', { name: 'hello', qualifier: '3' }],
  ])('%s is understood', (text, reference) => {
    expect(parseFunctionReference(text)).toEqual(reference);
  });

  it.each(['', 'a b', 'a/b', '../x', 'a:b:c', 'arn:aws:s3:::bucket', 'x'.repeat(65)])(
    '%j is none',
    (text) => {
      expect(parseFunctionReference(text)).toBeUndefined();
    },
  );
});

it('a number is the version that ran, an alias stands for the latest', () => {
  expect(['3', 'live', '$LATEST', undefined].map(executedVersion)).toEqual([
    '3',
    '$LATEST',
    '$LATEST',
    '$LATEST',
  ]);
});

it('an ARN has the qualifier that the caller gave', () => {
  const account = { region: 'eu-west-1', accountId: '123456789012' };
  expect(functionArn(account, 'hello')).toBe('arn:aws:lambda:eu-west-1:123456789012:function:hello');
  expect(functionArn(account, 'hello', 'live')).toMatch(/:function:hello:live$/);
});

describe('the headers of an invocation', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');

  it('have defaults', () => {
    expect(readInvokeHeaders({})).toMatchObject({ type: 'RequestResponse', tail: false });
  });

  it('cannot smuggle a line break into another header', () => {
    const context = readInvokeHeaders({
      'x-amz-client-context': encode('{"a":"x\\r\\ny",\r\n"é":"€"}'),
    }).clientContext;
    expect(context).toBe('{"a":"x\\r\\ny","\\u00e9":"\\u20ac"}');
    expect(JSON.parse(context as string)).toEqual({ a: 'x\r\ny', é: '€' });
  });

  it('may hold a client context of 3,583 bytes and no more', () => {
    const fits = `"${'x'.repeat(3581)}"`;
    expect(readInvokeHeaders({ 'x-amz-client-context': encode(fits) }).clientContext).toBe(fits);
    expect(() => readInvokeHeaders({ 'x-amz-client-context': encode(`${fits} `) })).toThrow(
      /at most 3583 bytes/,
    );
  });
});
