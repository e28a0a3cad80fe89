import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionalText, marks } from '../../scripts/dotnet-templates/conditional-text.ts';
import { type Axis, conditionOf, positionOf, sizeOf } from '../../scripts/dotnet-templates/conditions.ts';

const axes: readonly Axis[] = [
  { option: 'fruit', values: ['apple', 'pear', 'plum', 'fig'] },
  { option: 'size', values: ['small', 'large'] },
  { option: 'extras', values: ['no', 'yes'], listed: 'sugar' },
  { option: 'extras', values: ['no', 'yes'], listed: 'salt' },
];
const size = sizeOf(axes);
/** For texts, which take longer. */
const few = axes.slice(0, 2);
const fewSize = sizeOf(few);

/** What a condition of the template engine gives in a combination. */
function holds(condition: string, combination: number, among = axes): boolean {
  const position = positionOf(among, combination);
  const decided = condition.replaceAll(/(\w+) (==|!=) "(\w+)"/g, (_, option, operator, value) => {
    const has = among.some(
      (axis, at) =>
        axis.option === option &&
        (axis.listed === undefined
          ? axis.values[position[at] as number] === value
          : axis.listed === value && position[at] === 1),
    );
    return String(has === (operator === '=='));
  });
  expect(decided).toMatch(/^(true|false|[()&| ])+$/);
  return new Function(`return ${decided};`)() as boolean;
}

/** What the template engine leaves of a text with conditional blocks. */
function evaluated(text: string, combination: number): string {
  let open = true;
  const kept = text.split('\n').filter((line) => {
    if (line.startsWith(marks.begin)) open = holds(line.slice(marks.begin.length), combination, few);
    else if (line.startsWith(marks.end)) open = true;
    else return open;
    return false;
  });
  return kept.join('\n');
}

describe('a condition', () => {
  test('holds in the cases that it was made of and in no other', () => {
    const cases = fc.uint8Array({ minLength: size, maxLength: size, max: 1 });
    fc.assert(
      fc.property(cases, (wanted) => {
        const condition = String(conditionOf(axes, wanted));
        for (let at = 0; at < size; at++) expect(holds(condition, at)).toBe(wanted[at] === 1);
      }),
    );
  });

  test('names no option that does not matter', () => {
    const wanted = Uint8Array.from({ length: size }, (_, at) => Number(positionOf(axes, at)[0] === 1));
    expect(conditionOf(axes, wanted)).toBe('fruit == "pear"');
    const others = wanted.map((value) => 1 - value);
    expect(conditionOf(axes, others)).toBe('fruit != "pear"');
    const salted = Uint8Array.from({ length: size }, (_, at) => Number(positionOf(axes, at)[3] === 0));
    expect(conditionOf(axes, salted)).toBe('extras != "salt"');
  });

  test.each([
    [0, false],
    [1, true],
  ])('is %s in all cases', (value, expected) => {
    expect(conditionOf(axes, new Uint8Array(size).fill(value))).toBe(expected);
  });
});

describe('conditional blocks', () => {
  test('give back the text of every combination', () => {
    const line = fc.constantFrom('{', '}', 'a', 'b', 'c', '');
    const texts = fc.array(fc.array(line, { minLength: 1 }), { minLength: fewSize, maxLength: fewSize });
    fc.assert(
      fc.property(texts, (lines) => {
        const byText = new Map<string, number[]>();
        for (const [combination, own] of lines.entries()) {
          const text = `${own.join('\n')}\n`;
          byText.set(text, [...(byText.get(text) ?? []), combination]);
        }
        const variants = [...byText].map(([text, combinations]) => ({ text, combinations }));
        const merged = conditionalText(few, variants);
        for (const { text, combinations } of variants) {
          for (const combination of combinations) expect(evaluated(merged, combination)).toBe(text);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('are not needed where every text is the same', () => {
    expect(conditionalText(few, [{ text: 'a\nb', combinations: [0, 1, 2] }])).toBe('a\nb');
  });

  test.each([
    ['has their mark', '@@if\n'],
    ['ends in the middle of a line', 'a'],
  ])('are refused for a text that %s', (_, text) => {
    const variants = [
      { text, combinations: [0] },
      { text: 'b\n', combinations: [1] },
    ];
    expect(() => conditionalText(few, variants)).toThrow(Error);
  });
});
