import { beforeAll, describe, expect, it } from 'vitest';
import { contextTypes, isStream, typeWriter } from '../../src/convert/read/json-types.ts';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { type Declarations, readDeclarations } from '../../src/dotnet/declarations.ts';
import { createScope, placeIn } from '../../src/dotnet/scope.ts';

let write: (written: string, from?: number) => ReturnType<ReturnType<typeof typeWriter>>;

beforeAll(async () => {
  const parser = await loadCSharp();
  const read = (text: string, path: string): Declarations => readDeclarations(parser.parse(text, path));
  const files = [
    read(
      'using Money = Shop.Models.Price; using Acme.Stuff; using My.Other; namespace Shop.Functions; class F { class Inner { } }',
      'f.cs',
    ),
    read(
      'namespace Shop.Models { class Order { class Line { } } enum Size { } record struct Price(int X); }',
      'm.cs',
    ),
    read('namespace Shop { class Order { } }', 'o.cs'),
    read('using Shop.Models; namespace Other; class G { }', 'g.cs'),
  ];
  const scope = createScope(files);
  write = (written, from = 0) => {
    const type = files[from]?.types[0];
    if (!type) throw new Error('no type');
    return typeWriter(scope, 'Shop')(written, placeIn(type, files));
  };
});

describe('a type is written', () => {
  it.each([
    ['string?', 'string', [], 'String'],
    ['int?', 'int?', [], 'NullableInt32'],
    ['System.Int64', 'long', [], 'Int64'],
    ['Models.Order.Line', 'Shop.Models.Order.Line', [], 'Line'],
    ['Models.Size?', 'Size?', ['Shop.Models'], 'NullableSize'],
    ['Money?', 'Price?', ['Shop.Models'], 'NullablePrice'],
    ['Order', 'Order', [], 'Order'],
    ['Inner', 'F.Inner', ['Shop.Functions'], 'Inner'],
    ['List<Order?>', 'List<Order>', ['System.Collections.Generic'], 'ListOrder'],
    [
      'Dictionary<string, List<int>>[]',
      'Dictionary<string, List<int>>[]',
      ['System.Collections.Generic'],
      'DictionaryStringListInt32Array',
    ],
    [
      'S3Event.S3EventNotificationRecord',
      'S3Event.S3EventNotificationRecord',
      ['Amazon.Lambda.S3Events'],
      'S3EventNotificationRecord',
    ],
    ['Amazon.Lambda.SQSEvents.SQSEvent', 'Amazon.Lambda.SQSEvents.SQSEvent', [], 'SQSEvent'],
    ['DateTimeOffset', 'DateTimeOffset', ['System'], 'DateTimeOffset'],
    ['dynamic', 'object', [], 'Object'],
    ['(int a, string? b)', '(int, string)', [], 'ValueTupleInt32String'],
    [
      '(int a, (List<int>b, bool) c)?',
      '(int, (List<int>, bool))?',
      ['System.Collections.Generic'],
      'NullableValueTupleInt32ValueTupleListInt32Boolean',
    ],
    ['System.ValueTuple<int, Order>[]', '(int, Order)[]', [], 'ValueTupleInt32OrderArray'],
    [
      '(int, int, int, int, int, int, int, bool)',
      '(int, int, int, int, int, int, int, bool)',
      [],
      'ValueTupleInt32Int32Int32Int32Int32Int32Int32ValueTupleBoolean',
    ],
    ['Stranger', 'Stranger', ['Acme.Stuff', 'My.Other'], 'Stranger'],
    ['constructor', 'constructor', ['Acme.Stuff', 'My.Other'], 'constructor'],
  ])('%s as %s', (written, text, namespaces, infoName) => {
    expect(write(written)).toMatchObject({ text, namespaces, infoName });
  });

  it('with the ? that the handler has, where it is declared', () => {
    expect(write('List<Order?>?').declared).toBe('List<Order?>?');
  });
});

describe('the types of a context', () => {
  it('are none twice, whatever they are called where they are used', () => {
    const types = contextTypes([
      write('Models.Order'),
      write('Order', 3),
      write('List<int>'),
      write('List<System.Int32>'),
    ]);
    expect(types.map(({ text }) => text)).toEqual(['List<int>', 'Shop.Models.Order']);
  });

  it('get names of their own for their properties where two of them have the same', () => {
    const types = contextTypes([write('Models.Order'), write('Order')]);
    expect(types.map(({ infoName, renamed }) => [infoName, renamed])).toEqual([
      ['ShopOrder', true],
      ['ShopModelsOrder', true],
    ]);
  });

  it('are not those that cross as bytes', () => {
    expect(['Stream', 'System.IO.Stream', 'Stream?', 'MemoryStream'].map(isStream)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
