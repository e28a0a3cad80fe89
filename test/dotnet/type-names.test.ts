import { expect, it } from 'vitest';
import { formatTypeName, lastPart, parseTypeName } from '../../src/dotnet/type-names.ts';

it.each([
  ['string', 'string'],
  ['System.String', 'string'],
  ['Int32', 'int'],
  ['int?', 'int?'],
  ['Nullable<int>', 'int?'],
  ['System.Nullable < System.Guid >', 'System.Guid?'],
  ['List< Order >', 'List<Order>'],
  ['Dictionary<string,List<int?>>[]', 'Dictionary<string, List<int?>>[]'],
  ['global::A.B.C<D>.E', 'A.B.C<D>.E'],
  ['byte[,]', 'byte[,]'],
  ['@event', '@event'],
  ['constructor', 'constructor'],
  ['System.toString', 'System.toString'],
])('%s is written %s', (written, expected) => {
  expect(formatTypeName(parseTypeName(written))).toBe(expected);
});

it('knows a type by the last part of its name', () => {
  expect(lastPart(parseTypeName('System.Threading.Tasks.Task<int>'))).toBe('Task');
});
