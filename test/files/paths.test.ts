import { describe, expect, it } from 'vitest';
import { innerPathProblem, isGitFolder } from '../../src/files/paths.ts';

describe('a path that a file names', () => {
  it.each([
    'a',
    'src/App/App.csproj',
    'a b/ä',
    '.github/workflows/ci.yml',
    '.gitignore',
    'a/.gitattributes',
    'git',
    '...',
    'a..b',
  ])('may be %s', (path) => {
    expect(innerPathProblem(path)).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    ['..', 'leads out of the folder'],
    ['../a', 'leads out of the folder'],
    ['a/../../b', 'leads out of the folder'],
    ['/etc/passwd', 'is absolute'],
    ['C:/a', 'is absolute'],
    ['c:a', 'is absolute'],
    ['a\\b', 'has a backslash'],
    ['..\\a', 'has a backslash'],
    ['a\0b', 'holds a NUL character'],
    ['./a', 'is not in its plain form'],
    ['a//b', 'is not in its plain form'],
    ['.git/config', "lies in git's own folder"],
    ['sub/.git/hooks/x', "lies in git's own folder"],
    ['.GIT/config', "lies in git's own folder"],
    ['git~1/config', "lies in git's own folder"],
    ['.git./config', "lies in git's own folder"],
    ['.git /config', "lies in git's own folder"],
    ['.git::$INDEX_ALLOCATION/config', "lies in git's own folder"],
    ['.g\u200cit/config', "lies in git's own folder"],
  ])('may not be %j', (path, problem) => {
    expect(innerPathProblem(path)).toContain(problem);
  });

  it('knows names that only look like git', () => {
    for (const name of ['.gitx', 'x.git', 'git', '.git-templates', 'git~x'])
      expect(isGitFolder(name)).toBe(false);
  });
});
