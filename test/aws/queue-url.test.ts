import { describe, expect, it } from 'vitest';
import { regionOfQueue } from '../../src/aws/queues/queue-url.ts';

describe('the region of a queue', () => {
  it.each([
    ['https://sqs.eu-central-1.amazonaws.com/123456789012/orders', 'eu-central-1'],
    ['https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders', 'us-gov-west-1'],
    ['https://sqs-fips.us-east-1.amazonaws.com/123456789012/orders', 'us-east-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders', 'cn-north-1'],
    ['https://sqs.eu-central-1.api.aws/123456789012/orders', 'eu-central-1'],
    ['https://eu-west-1.queue.amazonaws.com/123456789012/orders', 'eu-west-1'],
    ['https://queue.amazonaws.com/123456789012/orders', undefined],
    ['http://127.0.0.1:4566/000000000000/orders', undefined],
    ['https://sqs.eu-central-1.amazonaws.com.example/123456789012/orders', undefined],
    ['https://xsqs.eu-central-1.amazonaws.com/123456789012/orders', undefined],
  ])('%s', (url, region) => {
    expect(regionOfQueue(url)).toBe(region);
  });
});
