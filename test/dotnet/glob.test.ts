import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped, pathParts, readGlob, unescaped } from '../../src/dotnet/glob.ts';

const matches = (pattern: string, path: string) => readGlob(pattern).matches(pathParts(path), { count: 0 });

describe('a file pattern of MSBuild', () => {
  it.each([
    ['*.cs', 'A.cs', true],
    ['*.cs', 'Deep/A.cs', false],
    ['*.CS', 'a.Cs', true],
    ['a?.cs', 'ab.cs', true],
    ['a?.cs', 'a.cs', false],
    ['a?.cs', 'a/b.cs', false],
    ['**/*.cs', 'A.cs', true],
    ['**/*.cs', 'Deep/Er/A.cs', true],
    ['Old/**', 'Old/Deep/A.cs', true],
    ['Old/**', 'Old', false],
    ['Old/**', 'Older/A.cs', false],
    ['Old\\**\\*.cs', 'old/A.cs', true],
    ['a/**/b/*.cs', 'a/b/A.cs', true],
    ['a/**/b/*.cs', 'a/x/b/y/b/A.cs', true],
    ['a/**/b/*.cs', 'a/x/b/y/A.cs', false],
    ['./a/./b//*.cs', 'a/b/A.cs', true],
    ['a/../b/*.cs', 'b/A.cs', true],
    ['../shared/*.cs', '../shared/A.cs', true],
    ['../../**/*.cs', '../../x/A.cs', true],
    // A pattern of any folders stays below the folder that it is in.
    ['Docs/*.*', 'Docs/LICENSE', true],
    ['a+b(c)[d].cs', 'a+b(c)[d].cs', true],
    ['a+b(c)[d].cs', 'aab(c)[d].cs', false],
    ['a%2ab.cs', 'a*b.cs', true],
    ['a%2ab.cs', 'axb.cs', false],
    ['a%2a*.cs', 'a*b.cs', true],
    ['a%3fb.cs', 'a?b.cs', true],
    ['a%20b.cs', 'a b.cs', true],
    // What is no pattern to MSBuild matches nothing. Source: FileMatcher.IsLegalFileSpec.
    ['a**b.cs', 'axb.cs', false],
    ['**.cs', 'A.cs', false],
    ['*/../b/*.cs', 'b/A.cs', false],
    ['', 'A.cs', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    ['../shared/**/*.cs', '../shared/', '**/*.cs'],
    ['*.cs', '', '*.cs'],
    ['..\\a b\\*.cs', '../a b/', '*.cs'],
    ['../a%20b/*.cs', '../a b/', '*.cs'],
    ['/src/a*/b.cs', '/src/', 'a*/b.cs'],
    ['a/b.cs', 'a/', 'b.cs'],
  ])('%s begins in %s', (pattern, base, rest) => {
    expect(readGlob(pattern)).toMatchObject({ base, rest });
  });

  it('takes steps that grow with pattern and path, not with their combinations', () => {
    const steps = (pattern: string, path: string) => {
      const count = { count: 0 };
      readGlob(pattern).matches(pathParts(path), count);
      return count.count;
    };
    const path = `${'d/'.repeat(40)}${'a'.repeat(200)}.cs`;
    expect(steps(`${'**/'.repeat(24)}x.cs`, path)).toBeLessThan(1000);
    expect(steps(`${'**/d/'.repeat(24)}x.cs`, path)).toBeLessThan(10_000);
    expect(steps(`${'*a'.repeat(25)}b`, path)).toBeLessThan(100_000);
  });

  it('gives back what was escaped', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unescaped(escaped(text))).toBe(text);
      }),
      { seed: 1 },
    );
  });
});

/** The same as a regular expression, which says the same of ordinary patterns and takes forever on others. */
function asRegExp(glob: string): RegExp {
  const source = glob
    .replaceAll('\\', '/')
    .replaceAll(/[.+^${}()|[\]]/g, '\\$&')
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (wild) =>
      wild === '**/' ? '(?:.*/)?' : wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}$`, 'i');
}

describe('an ordinary pattern', () => {
  const folder = fc.constantFrom('a', 'B', 'src', 'a.b', 'x+y', 'abab');
  const file = fc.constantFrom('A.cs', 'b.cs', 'ab.g.cs', 'abab.cs', 'x.txt');
  const path = fc
    .tuple(fc.array(folder, { maxLength: 5 }), file)
    .map(([folders, name]) => [...folders, name].join('/'));
  const wildcard = fc.constantFrom('**', '*', '?', 'a*', '*b', 'a*b', '*a*b*', '??', '*.*', 'a', 'src', 'B');
  const last = fc.constantFrom('**', '*', '*.cs', 'a*.cs', '*b*.cs', '?.cs', 'A.cs', '*a*b*a*.cs', '*.g.cs');
  const pattern = fc
    .tuple(fc.array(wildcard, { maxLength: 5 }), last, fc.constantFrom('/', '\\'))
    .map(([folders, name, slash]) => [...folders, name].join(slash));

  it('matches what it matched as a regular expression', () => {
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        expect(matches(glob, name)).toBe(asRegExp(glob).test(name));
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });
});
