import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  indentBefore,
  lineEnding,
  lineOf,
  wholeLines,
  withLineEnding,
} from '../../src/dotnet/splice.ts';

describe('splicing', () => {
  it('replaces, inserts and removes, whatever order the edits come in', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 1, text: '' },
      { start: 2, end: 2, text: '+' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('b+cdEf');
  });

  it('keeps insertions at one place in the order given', () => {
    const at = (text: string) => ({ start: 1, end: 1, text });
    expect(applyEdits('ab', [at('1'), at('2')])).toBe('a12b');
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 3, text: '' },
      { start: 2, end: 4, text: '' },
    ];
    expect(() => applyEdits('abcdef', edits)).toThrow('overlap');
  });

  it('leaves everything outside of an edit as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, old, tail, replacement) => {
        const edit = { start: head.length, end: head.length + old.length, text: replacement };
        expect(applyEdits(head + old + tail, [edit])).toBe(head + replacement + tail);
      }),
    );
  });

  it('counts lines from one', () => {
    expect(['', 'a\nb', '\n\n'].map((text) => lineOf(text, text.length))).toEqual([1, 2, 3]);
  });

  it('tells line endings by the first one and gives a text the same', () => {
    expect([lineEnding('a\r\nb\n'), lineEnding('a\nb'), lineEnding('a')]).toEqual(['\r\n', '\n', '\n']);
    expect(withLineEnding('a\nb\r\n', '\r\n')).toBe('a\r\nb\r\n');
  });

  it('takes the whole line of something that stands there alone', () => {
    const text = '<a>\r\n  <b/> \r\n</a>';
    const range = wholeLines(text, 7, 11);
    expect(applyEdits(text, [{ ...range, text: '' }])).toBe('<a>\r\n</a>');
  });

  it('takes no more than the thing itself where something else is on its line', () => {
    expect(wholeLines('<a><b/></a>', 3, 7)).toEqual({ start: 3, end: 7 });
    expect(indentBefore('  x y', 4)).toBeUndefined();
  });

  it('takes the line break before a last line that has none of its own', () => {
    expect(wholeLines('a\r\nb', 3, 4)).toEqual({ start: 1, end: 4 });
  });
});
