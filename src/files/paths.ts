import { posix, sep } from 'node:path';

/** A path with forward slashes, as project files and settings have it. */
export const posixPath = (path: string): string => path.split(sep).join('/');

/** Characters that macOS leaves out when it compares names (HFS+). Source: git, utf8.c, next_hfs_char. */
const ignoredByMac = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Whether a name means git's own folder on some file system: Windows drops dots and blanks at the end and gives
 * ".git" the short name "git~1", a colon begins a stream's name, macOS ignores some characters.
 * Source: git, path.c, is_ntfs_dotgit; utf8.c, is_hfs_dotgit.
 */
export function isGitFolder(name: string): boolean {
  const plain = name.replaceAll(ignoredByMac, '').toLowerCase().split(':')[0] ?? '';
  return /^(?:\.git|git~\d+)[. ]*$/.test(plain);
}

/**
 * What is wrong with a path that a file names and that must stay inside of a folder, as the end of a sentence;
 * undefined when it is right: relative, forward slashes, no "..", nothing below ".git".
 */
export function innerPathProblem(path: string): string | undefined {
  const parts = path.split('/');
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.includes('\\')) return 'has a backslash; write forward slashes';
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return 'is absolute';
  if (parts.includes('..')) return 'leads out of the folder';
  if (parts.some(isGitFolder)) return "lies in git's own folder";
  if (posix.normalize(path) !== path) return 'is not in its plain form';
  return undefined;
}
