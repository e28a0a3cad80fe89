import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTexts } from '../../src/update/merge.ts';
import { decide } from '../../src/update/merge-decisions.ts';
import { decode } from '../../src/update/text.ts';

const merge = (base: string, mine: string, theirs: string) => mergeTexts({ base, mine, theirs }, 'new');

describe('a merge', () => {
  it('takes lines that both sides have in common out of a conflict', () => {
    const { text, conflicts } = merge('a\nb\nc\n', 'a\nsame\nmine\nend\n', 'a\nsame\ntheirs\nend\n');
    expect(text).toBe('a\nsame\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> new\nend\n');
    expect(conflicts).toBe(1);
  });

  describe('of lines that are all the same, too many to compare', () => {
    const same = (count: number, end = '') => 'a\n'.repeat(count) + end;

    it('is one conflict', () => {
      const { text, conflicts } = merge(same(3000), same(2000, 'mine\n'), same(2500, 'theirs\n'));
      const rest = `<<<<<<< yours\nmine\n=======\n${same(500)}theirs\n>>>>>>> new\n`;
      expect({ text, conflicts }).toEqual({ text: same(2000) + rest, conflicts: 1 });
    });

    it('takes the side that changed where one did not', () => {
      expect(merge(same(3000), same(3000), same(2500))).toEqual({ text: same(2500), conflicts: 0 });
      expect(merge(same(3000), same(2500), same(3000))).toEqual({ text: same(2500), conflicts: 0 });
      expect(merge(same(3000), same(2500), same(2500))).toEqual({ text: same(2500), conflicts: 0 });
    });
  });

  it('has no conflict where both made the same change', () => {
    expect(merge('a\nb\n', 'a\nc\n', 'a\nc\n')).toEqual({ text: 'a\nc\n', conflicts: 0 });
  });

  it('marks a conflict at the end of a file without a last line feed', () => {
    const { text } = merge('a\nb', 'a\nmine', 'a\ntheirs');
    expect(text).toBe('a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> new\n');
  });

  it('keeps a last line without a line feed as it is', () => {
    expect(merge('a\nb\nc\nd\n', 'a\nb\nc\nd', 'new\nb\nc\nd\n').text).toBe('new\nb\nc\nd');
  });

  it('writes conflicts with the line endings of the file', () => {
    expect(merge('a\nb\n', 'a\r\nmine\r\n', 'a\ntheirs\n').text).toBe(
      'a\r\n<<<<<<< yours\r\nmine\r\n=======\r\ntheirs\r\n>>>>>>> new\r\n',
    );
  });

  it('leaves single lines with the other ending as they are', () => {
    const mine = 'a\nb\r\nc\nd\ne\nf\n';
    expect(merge('a\nb\nc\nd\ne\nf\n', mine, 'a\nb\nc\nd\ne\nnew\n').text).toBe('a\nb\r\nc\nd\ne\nnew\n');
  });
});

// Few different lines, as code has them: alignments are ambiguous then.
const line = fc.constantFrom('', '{', '}', 'a', 'b', 'c', 'return;');
const lines = fc.array(line, { maxLength: 30 });
const textOf = (all: readonly string[]) => all.map((one) => `${one}\n`).join('');

/** A text and one made of it by some replacements. */
const twoVersions = lines.chain((base) =>
  fc
    .array(fc.tuple(fc.nat(base.length), fc.nat(3), fc.array(line, { maxLength: 3 })), { maxLength: 4 })
    .map((edits) => {
      const theirs = [...base];
      for (const [at, count, added] of edits) theirs.splice(at, count, ...added);
      return { base, theirs };
    }),
);

describe('for any two versions of a file', () => {
  it('an untouched file becomes what the new version writes, byte for byte', () => {
    fc.assert(
      fc.property(twoVersions, fc.boolean(), ({ base, theirs }, isProgram) => {
        const [old, fresh] = [textOf(base), textOf(theirs)].map((text) => ({ text, executable: isProgram }));
        const { fate, after } = decide({ base: old, mine: old, theirs: fresh }, 'new');
        expect(after?.text ?? old?.text).toBe(fresh?.text);
        expect(fate).toBe(old?.text === fresh?.text ? 'unchanged' : 'updated');
        expect(merge(textOf(base), textOf(base), textOf(theirs)).text).toBe(textOf(theirs));
      }),
    );
  });

  it('lines that a person added survive in their order, and so does every line of the new version', () => {
    const places = fc.uniqueArray(fc.nat(30), { maxLength: 5 });
    fc.assert(
      fc.property(twoVersions, places, fc.boolean(), ({ base, theirs }, at, windows) => {
        const own = (index: number) => `// mine ${index}`;
        const mine = [...base, undefined].flatMap((text, index) => [
          ...(at.includes(index) ? [own(index)] : []),
          ...(text === undefined ? [] : [text]),
        ]);
        const text = windows ? textOf(mine).replaceAll('\n', '\r\n') : textOf(mine);
        const merged = merge(textOf(base), text, textOf(theirs));
        const result = merged.text.replaceAll('\r\n', '\n');
        if (windows && text !== '') expect(merged.text.replaceAll('\r\n', '')).not.toContain('\n');
        const all = result.split('\n').slice(0, -1);
        expect(all.filter((one) => one.startsWith('// mine'))).toEqual(
          mine.filter((one) => one.startsWith('// mine')),
        );
        // What is no part of the person's side is the new version, nothing lost and nothing doubled.
        const without = result.replaceAll(
          /<<<<<<< yours\n(?:.*\n)*?=======\n((?:.*\n)*?)>>>>>>> new\n/g,
          '$1',
        );
        expect(without.replaceAll(/^\/\/ mine \d+\n/gm, '')).toBe(textOf(theirs));
      }),
      { numRuns: 500 },
    );
  });

  it('the sides can be exchanged without another result, where there is no conflict', () => {
    fc.assert(
      fc.property(twoVersions, ({ base, theirs }) => {
        const mine = ['// mine', ...base];
        const one = merge(textOf(base), textOf(mine), textOf(theirs));
        const other = merge(textOf(base), textOf(theirs), textOf(mine));
        fc.pre(one.conflicts === 0 && other.conflicts === 0);
        expect(one.text).toBe(other.text);
      }),
    );
  });
});

describe('a text', () => {
  it.each([
    ['a null byte', Buffer.from('a\0b')],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0x62])],
  ])('is not what has %s', (_, bytes) => {
    expect(decode(bytes)).toBeUndefined();
  });

  it('is read with its byte order mark', () => {
    expect(decode(Buffer.from('\uFEFFä\r\n'))).toBe('\uFEFFä\r\n');
  });
});
