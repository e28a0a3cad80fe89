import { describe, expect, it } from 'vitest';
import { registrationIn, wantsAccount } from '../../src/emulator/extension-requests.ts';
import { subscriptionIn } from '../../src/emulator/telemetry-request.ts';

const subscribe = (changes: object) =>
  subscriptionIn(
    Buffer.from(
      JSON.stringify({
        schemaVersion: '2022-12-13',
        types: ['platform'],
        destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain:8080' },
        ...changes,
      }),
    ),
  );

describe('a subscription to the Telemetry API', () => {
  it("has the service's defaults", () => {
    expect(subscribe({})).toEqual({
      schemaVersion: '2022-12-13',
      types: new Set(['platform']),
      buffering: { maxItems: 1000, maxBytes: 262_144, timeoutMs: 1000 },
      destination: { port: 8080, path: '/' },
    });
  });

  it.each([
    [{ maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000 }],
    [{ maxItems: 1000, maxBytes: 262_144, timeoutMs: 25 }],
  ])('takes the limits of buffering: %j', (buffering) => {
    expect(subscribe({ buffering })).toMatchObject({ buffering });
  });

  it.each([
    'http://sandbox.localdomain:80/a?b=1',
    'http://sandbox:80/a?b=1',
    'http://sandbox.local:80/a?b=1',
  ])('goes to this machine, whatever name the sandbox has for itself: %s', (URI) => {
    expect(subscribe({ destination: { protocol: 'HTTP', URI } })).toMatchObject({
      destination: { port: 80, path: '/a?b=1' },
    });
  });

  it.each([
    [{ schemaVersion: '2020-01-01' }, 'schemaVersion should be one of 2022-07-01, 2022-12-13, 2025-01-29'],
    [{ types: [] }, 'types should not be empty'],
    [{ types: 'platform' }, 'types should not be empty'],
    [{ types: ['platform', 'all'] }, 'types has "all"; it takes platform, function, extension'],
    [{ buffering: { maxItems: 999 } }, 'buffering.maxItems should be a whole number from 1000 to 10000'],
    [{ buffering: { maxItems: 10_001 } }, 'buffering.maxItems should be a whole number from 1000 to 10000'],
    [{ buffering: { maxBytes: 1 } }, 'buffering.maxBytes should be a whole number from 262144 to 1048576'],
    [{ buffering: { timeoutMs: 24 } }, 'buffering.timeoutMs should be a whole number from 25 to 30000'],
    [{ buffering: { timeoutMs: '100' } }, 'buffering.timeoutMs should be a whole number from 25 to 30000'],
    [{ destination: undefined }, 'destination.protocol should be HTTP or TCP'],
    [{ destination: { protocol: 'TCP', port: 1 } }, 'destination.protocol TCP is not emulated; use HTTP'],
    [
      { destination: { protocol: 'HTTP', URI: 'sandbox:1' } },
      'destination.URI should be http://sandbox.localdomain:PORT',
    ],
    [
      { destination: { protocol: 'HTTP', URI: 'http://example.com:80' } },
      'URI host should be sandbox.localdomain',
    ],
    [
      { types: [], destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain' } },
      'URI port is not provided; types should not be empty',
    ],
  ])('is refused: %j', (changes, message) => {
    expect(subscribe(changes)).toBe(message);
  });

  it.each(['', '[]', 'null', '{'])('is refused when its body is %j', (body) => {
    expect(subscriptionIn(Buffer.from(body))).toBe('the body should be a JSON object');
  });
});

describe('a registration', () => {
  const register = (body: unknown, isExternal: boolean) =>
    registrationIn(Buffer.from(JSON.stringify(body)), isExternal);

  it('of an external extension may ask for both events, of an internal one for INVOKE', () => {
    expect(register({ events: ['INVOKE', 'SHUTDOWN'] }, true)).toEqual(new Set(['INVOKE', 'SHUTDOWN']));
    expect(register({ events: ['INVOKE'] }, false)).toEqual(new Set(['INVOKE']));
    expect(register({}, false)).toEqual(new Set());
    expect(register({ events: ['SHUTDOWN'] }, false)).toEqual({
      errorType: 'Extension.InvalidEventType',
      message: 'SHUTDOWN: ShutdownEventNotSupportedForInternalExtension',
    });
  });

  it.each([
    [{ events: ['START'] }, 'Extension.InvalidEventType'],
    [{ events: [1] }, 'Extension.InvalidEventType'],
    [{ events: 'INVOKE' }, 'InvalidRequestFormat'],
    [{ configurationKeys: ['A'] }, 'InvalidRequestFormat'],
  ])('is refused: %j', (body, errorType) => {
    expect(register(body, true)).toMatchObject({ errorType });
  });

  it('without JSON is refused', () => {
    expect(registrationIn(Buffer.from('INVOKE'), true)).toMatchObject({ errorType: 'InvalidRequestFormat' });
  });

  it("asks for the account's number in a list of features", () => {
    expect(['accountId', 'other, accountId', 'account', undefined].map(wantsAccount)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
