import { describe, expect, it } from 'vitest';
import { allEvents, eventNames } from '../../src/events/library.ts';
import { nearEvents, searchEvents } from '../../src/events/search.ts';

describe('words', () => {
  it.each([
    ['sqss', 'sqs'],
    ['SQS', 'sqs'],
    ['apigatewy', 'apigateway-http'],
    ['s3', 's3-put'],
    ['websocket', 'websocket-connect'],
    ['fifo queue', 'sqs-fifo'],
    ['health check', 'alb-health-check'],
    ['step functions', 'step-functions'],
    ['rabbit', 'mq-rabbitmq'],
    ['custom resource', 'cloudformation-create'],
    ['email', 'ses'],
    ['sqs.json', 'sqs'],
  ])('%s mean %s first', (words, name) => {
    expect(nearEvents(words)[0]).toBe(name);
  });

  it('that all fit come before those of which one does', () => {
    expect(searchEvents('cognito token').map(({ name }) => name)).toEqual([
      'cognito-pre-token',
      'cognito-pre-token-v2',
    ]);
    expect(searchEvents('cognito xyzzyq').length).toBeGreaterThan(5);
  });

  it.each(['orders', 'xyzzyq', '', '__proto__', '€'])('%j mean nothing', (words) => {
    expect(searchEvents(words)).toEqual([]);
  });
});

it('every name means itself first, and every title is found', () => {
  for (const name of eventNames()) expect(nearEvents(name)[0]).toBe(name);
  for (const { name, title } of allEvents())
    expect(searchEvents(title).map((event) => event.name)).toContain(name);
});
