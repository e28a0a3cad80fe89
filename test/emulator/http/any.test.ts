import { validateHeaderName, validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpFormats } from '../../../src/emulator/http/formats.ts';
import { findRoute, matchPath } from '../../../src/emulator/http/routes.ts';
import { templateHttp } from '../../../src/emulator/http/template.ts';
import { apiFormats } from '../../../src/platform/options.ts';
import { eventOf, responseOf } from './support.ts';

// Whatever comes, nothing throws, and what goes out is HTTP.

const formats = Object.keys(httpFormats) as (keyof typeof httpFormats)[];

const returned = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record(
      {
        statusCode: fc.oneof(fc.integer({ min: 190, max: 610 }), fc.string(), fc.constant(null)),
        statusDescription: fc.string({ unit: 'binary' }),
        headers: fc.oneof(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())), fc.jsonValue()),
        multiValueHeaders: fc.oneof(fc.dictionary(fc.string(), fc.array(fc.string())), fc.jsonValue()),
        cookies: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        body: fc.oneof(fc.string(), fc.jsonValue()),
        isBase64Encoded: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);

describe.each(formats)('%s', (format) => {
  it('makes HTTP of whatever a function returns, or refuses it', () => {
    fc.assert(
      fc.property(returned, (text) => {
        const response = responseOf(format, text);
        if (!response) return;
        expect(response.status).toBeGreaterThanOrEqual(200);
        expect(response.status).toBeLessThan(600);
        expect(response.headers.length % 2).toBe(0);
        for (let i = 0; i < response.headers.length; i += 2) {
          validateHeaderName(response.headers[i] as string);
          validateHeaderValue(response.headers[i] as string, response.headers[i + 1] as string);
        }
        validateHeaderValue('reason', response.reason ?? '');
      }),
    );
  });

  it('makes an event of whatever a client sends, from which the body can be read again', () => {
    const header = fc.tuple(fc.constantFrom('Content-Type', 'Cookie', 'X-A', '__proto__'), fc.string());
    fc.assert(
      fc.property(fc.string(), fc.array(header), fc.uint8Array(), (target, headers, bytes) => {
        const event = eventOf(format, { target: `/${target}`, headers, body: Buffer.from(bytes) });
        const { body, isBase64Encoded } = event as { body?: string | null; isBase64Encoded?: boolean };
        if (format === 'rest' && Buffer.compare(Buffer.from(Buffer.from(bytes).toString()), bytes) !== 0)
          return;
        const read = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
        expect(read.equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });
});

it('a path that is made of a route takes it', () => {
  const word = fc.stringMatching(/^[a-z]{1,5}$/);
  const segment = fc.record({
    name: word,
    isParameter: fc.boolean(),
    value: fc.stringMatching(/^[a-z0-9%.]{1,5}$/),
  });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
      const pattern = segments
        .map(({ name, isParameter }) => `/${isParameter ? `{${name}}` : name}`)
        .join('');
      const path = segments.map(({ name, isParameter, value }) => `/${isParameter ? value : name}`).join('');
      expect(matchPath(pattern, path)).toBeDefined();
    }),
  );
});

it.each(apiFormats)('%s looks for a route in any path', (format) => {
  const routes = ['/', '/a/{b}', '/{proxy+}'].map((path) => ({
    method: 'ANY',
    path,
    functionName: 'f',
    format,
  }));
  fc.assert(
    fc.property(fc.string(), fc.string(), (method, path) => {
      const found = findRoute({ format, routes }, method, `/${path}`);
      expect(found === undefined || routes.includes(found.route)).toBe(true);
    }),
  );
});

it('a template of any JSON has routes, or none', () => {
  const functions = [{ name: 'f', handler: 'f', memorySize: 128, timeout: 3 }];
  const event = fc.record({
    Type: fc.constantFrom('HttpApi', 'Api', 'SQS'),
    Properties: fc.oneof(
      fc.record(
        { Path: fc.jsonValue(), Method: fc.jsonValue(), ApiId: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
    ),
  });
  const fn = fc.record({
    Type: fc.constant('AWS::Serverless::Function'),
    Properties: fc.record({
      FunctionName: fc.constantFrom('f', 'g'),
      FunctionUrlConfig: fc.jsonValue(),
      Events: fc.oneof(fc.dictionary(fc.string(), event), fc.jsonValue()),
    }),
  });
  const template = fc.record({
    Resources: fc.oneof(fc.dictionary(fc.string(), fc.oneof(fn, fc.jsonValue())), fc.jsonValue()),
    Globals: fc.jsonValue(),
  });
  fc.assert(
    fc.property(template, (value) => {
      const text = JSON.stringify(value);
      const { apis, notes } = templateHttp(text, 'template.yaml', { functions, runtime: 'provided.al2023' });
      for (const { routes } of apis) expect(routes.length).toBeGreaterThan(0);
      for (const note of notes) expect(note).toMatch(/^template\.yaml/);
    }),
  );
});
