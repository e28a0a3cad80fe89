import { describe, expect, it } from 'vitest';
import { skipCSharp, withoutComments } from '../../src/dotnet/csharp-lexis.ts';
import { measureNesting, skipJson, skipNothing } from '../../src/limits/nesting.ts';
import { Budget, checkLimit, type Limit, limitError, parseLimits } from '../../src/limits/parse.ts';

describe('brackets', () => {
  it.each([
    ['', 0, 0],
    ['a(b[c]{d})e', 2, 0],
    ['((()))()', 3, 0],
    ['(((', 3, 3],
    [')))', 0, 3],
    ['(]', 1, 2],
    ['([)]', 2, 2],
  ])('of %s are %d deep, and %d of them have no partner', (text, depth, mismatches) => {
    expect(measureNesting(text, skipNothing)).toMatchObject({ depth, mismatches });
  });

  it.each([
    ['{"a":"[[[\\"[[["}', 1],
    ['{"a":/* [[[ */[1]} // {{{', 2],
    ['{"stays open [[[', 1],
    ['/* stays open {{{', 0],
  ])('of JSON are not those in strings and comments: %s', (text, depth) => {
    expect(measureNesting(text, skipJson).depth).toBe(depth);
  });

  it.each([
    ['class A { } // {{{', 1],
    ['/* {{{ */ class A { }', 1],
    ['var a = "{{{\\"{{{";', 0],
    ['var a = @"{{{\\";', 0],
    ['var a = @"{{""{{";', 0],
    ['var a = $@"{{";', 0],
    ['var a = """\n{{{ "" {{{\n""";', 0],
    ['var a = "";', 0],
    ["var a = '{'; var b = '\\''; var c = '\\u007B'; var d = '\"';", 0],
    ["#region Don't {{{\nclass A { }\n  #endregion", 1],
    ['var a = "ends with its line {{{\nclass A { }', 1],
    ["it's {", 1],
  ])('of C# are not those in strings, characters, comments and directives: %s', (text, depth) => {
    expect(measureNesting(text, skipCSharp).depth).toBe(depth);
  });
});

it('counts words and signs, a string or a comment as one', () => {
  const tokens = (text: string) => measureNesting(text, skipCSharp).tokens;
  expect(tokens('public int B_1 { get; }')).toBe(7);
  expect(tokens('a("x y z", 1.5) /* a b c */')).toBe(9);
  expect(tokens(' \n\t ')).toBe(0);
});

it.each([
  ['List</* a */int>', 'List< int>'],
  ['a // b\n.c', 'a  .c'],
  ['"// no comment"', '"// no comment"'],
  ['a/*b', 'a '],
])('takes comments out of code: %s', (text, expected) => {
  expect(withoutComments(text)).toBe(expected);
});

describe('a limit', () => {
  const limit: Limit = { most: 1000, what: 'sheep', advice: 'count again' };

  it('is met by what is larger, with an error of one line', () => {
    expect(() => checkLimit('meadow.txt', limit, 1000)).not.toThrow();
    expect(() => checkLimit('meadow.txt', limit, 1001)).toThrow(
      'meadow.txt has more than 1,000 sheep, the limit; count again.',
    );
    expect(limitError('meadow.txt', { ...limit, verb: 'takes' }).message).toMatch(
      /^meadow\.txt takes more than/,
    );
  });

  it('is shared by what is spent from one budget', () => {
    const budget = new Budget();
    budget.spend('a.txt', limit, 600);
    expect(() => budget.spend('b.txt', limit, 600)).toThrow('b.txt has more than 1,000 sheep');
    expect(() => new Budget().spend('b.txt', limit, 600)).not.toThrow();
  });

  it('says what to do, in words that fit its sentence', () => {
    for (const { what, advice } of Object.values<Limit>(parseLimits)) {
      expect(what).toMatch(/^[a-z"C].*[^.]$/);
      expect(advice).toMatch(/^[a-z].*[^.]$/);
    }
  });
});
