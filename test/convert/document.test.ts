import { describe, expect, it } from 'vitest';
import { readStructured } from '../../src/convert/read/document.ts';

describe('JSON', () => {
  it('gives the first of two values with one key, as it always did', () => {
    expect(readStructured('{"a":1,"a":2}', 'a.json').get(['a'])).toBe(1);
  });

  it('is changed in one long line without reformatting the line', () => {
    const list = Array.from({ length: 1000 }, (_, i) => `"k${i}":{}`).join(',');
    const changed = readStructured(`{${list}}`, 'a.json').set(['k1', 'b'], 2).text;
    expect(changed).toBe(`{${list.replace('"k1":{}', '"k1":{"b": 2}')}}`);
  });

  it.each(['[1]', '{"a":[1]}', '{"a":"b"}'])('has no place for a key in %s', (text) => {
    const path = text.startsWith('[') ? ['b'] : ['a', 'b'];
    expect(() => readStructured(text, 'a.json').set(path, 2)).toThrow(
      'a.json:1 has no place for "b"; make it an object and write "b": 2 there.',
    );
  });
});

describe('YAML', () => {
  it('says where a key is for the second time, in maps of any style', () => {
    expect(() => readStructured('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n', 'a.yaml')).toThrow(
      'a.yaml:5 is not valid YAML',
    );
    expect(() => readStructured('a: { b: 1,\n  b: 2 }\n', 'a.yaml')).toThrow('a.yaml:2 is not valid YAML');
    expect(readStructured('a: { b: 1 }\nc: { b: 2 }\n', 'a.yaml').get(['c', 'b'])).toBe(2);
  });

  it('does not resolve aliases', () => {
    const file = readStructured('a: &a { b: 1 }\nc: *a\n', 'a.yaml');
    expect([file.has(['c']), file.get(['c', 'b'])]).toEqual([true, undefined]);
  });
});
