import { expect, test } from 'vitest';
import { hostId } from '../../../src/emulator/http/exchange.ts';

test('an API and a function of one name have ids of their own lengths, whichever was asked for first', () => {
  expect(hostId('orders', 32)).toMatch(/^[a-z0-9]{32}$/);
  expect(hostId('orders', 10)).toBe(hostId('orders', 32).slice(0, 10));
  expect(hostId('reports', 10)).toMatch(/^[a-z0-9]{10}$/);
  expect(hostId('reports', 32)).toMatch(/^[a-z0-9]{32}$/);
});
