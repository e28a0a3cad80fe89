import { describe, expect, test } from 'vitest';
import {
  classNameOf,
  type Renaming,
  renameNamespace,
  renameSource,
  renameType,
} from '../../src/project/source.ts';

const renaming: Renaming = {
  namespace: 'Shop',
  from: 'Quote',
  to: 'Orders',
  sample: 'json',
  handler: 'orders',
};

describe('giving a sample other names', () => {
  test.each([
    ['namespace HelloNative.Functions;', 'namespace Shop.Functions;'],
    ['public static class Quote', 'public static class Orders'],
    ['QuoteRequest, QuoteResponse', 'OrdersRequest, OrdersResponse'],
    ['class QuoteTests', 'class OrdersTests'],
    ['SampleEvent.Read("json.json", x)', 'SampleEvent.Read("orders.json", x)'],
    ['SampleEvent.Read("json-second.json", x)', 'SampleEvent.Read("orders-second.json", x)'],
  ])('%s becomes %s', (before, after) => {
    expect(renameSource(before, renaming)).toBe(after);
  });

  test.each([
    'Quoted',
    'Quotes',
    'Quote_x',
    'MyQuote',
    'HelloNatives',
    '"json"',
    '"my-json.json"',
    'json.json',
  ])('%s is another word and stays', (word) => {
    expect(renameSource(word, renaming)).toBe(word);
  });

  test('a new name is not renamed again', () => {
    const names = { ...renaming, namespace: 'QuoteApp', to: 'HelloNative' };

    expect(renameSource('HelloNative.Quote', names)).toBe('QuoteApp.HelloNative');
  });

  test('types follow the class, and without a class the namespace alone changes', () => {
    expect(renameType('QuoteRequest', renaming)).toBe('OrdersRequest');
    expect(renameNamespace('HelloNative.Quote', 'Shop')).toBe('Shop.Quote');
  });

  test('the class is the sample’s own until the function has a name of its own', () => {
    const sample = { id: 'sqs-batch', class: 'Payments' };

    expect(classNameOf(sample, { handler: 'sqs-batch', namespace: 'Shop' })).toBe('Payments');
    expect(classNameOf(sample, { handler: 'incoming-orders', namespace: 'Shop' })).toBe('IncomingOrders');
    expect(classNameOf(sample, { handler: 'sqs-batch', namespace: 'Payments' })).toBe('PaymentsFunction');
  });
});
