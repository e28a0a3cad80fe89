import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrap } from '../../src/ui/wrap.ts';

it('breaks between words', () => {
  expect(wrap('one two  three\nfour', 9)).toEqual(['one two', 'three', 'four']);
});

it('keeps what is quoted in one line where it fits', () => {
  expect(wrap('then run "make package ZIG=1".', 22)).toEqual(['then run', '"make package ZIG=1".']);
  expect(wrap('run "make package ZIG=1" now', 14)).toEqual(['run "make', 'package ZIG=1"', 'now']);
});

it('keeps a word whole that is longer than a line', () => {
  expect(wrap('a 123456789 b', 4)).toEqual(['a', '123456789', 'b']);
});

it('is empty for an empty text', () => {
  expect(wrap('  ', 10)).toEqual([]);
});

it('loses nothing and keeps to the width, but for words that are longer', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      for (const line of lines) expect(line.length <= width || !/\s/.test(line)).toBe(true);
    }),
  );
});
