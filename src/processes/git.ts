import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { isThereSync } from '../files/look.ts';
import { findProgram } from './find-program.ts';
import { childEnvironment } from './search-path.ts';

/** How a call of git ended; `refused` where git was not called, since the folder could make it run programs. */
export interface GitRun {
  readonly outcome: 'done' | 'failed' | 'no-git' | 'refused';
  readonly stdout: string;
  /** git's own words, or why it was not called. */
  readonly errors: string;
}

/** A repository that takes longer to look at is not looked at. */
const patienceMs = 8000;

/**
 * What git would otherwise take from the repository's own configuration and run, or ask the network for. `-c` goes
 * before every file. Source: git-config(1), the variables that hold commands.
 */
const settings = {
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.pager': 'cat',
  'core.askPass': '',
  'core.sshCommand': 'false',
  'diff.external': '',
  'commit.gpgSign': 'false',
  'submodule.recurse': 'false',
  'protocol.allow': 'never',
  'safe.bareRepository': 'explicit',
  'gc.auto': '0',
  'maintenance.auto': 'false',
} as const;

/** Variables of a git that calls us (a hook, an alias) and that speak of its repository, not of this one. */
const ofCaller =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|PREFIX|EXTERNAL_DIFF|GRAFT_FILE|SHALLOW_FILE|CONFIG|CONFIG_PARAMETERS|IMPLICIT_WORK_TREE|TRACE\w*|SSH|SSH_COMMAND|PROXY_COMMAND)$/;

const extra = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_EDITOR: ':',
  LC_ALL: 'C',
} as const;

/**
 * Whether a folder, or one between it and its repository, looks like a repository without a work tree. A committed
 * folder may, and git before 2.38 takes its configuration for the user's.
 */
function liesInBare(folder: string): boolean {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (isThereSync(join(current, '.git'))) return false;
    if (['HEAD', 'objects', 'refs'].every((name) => isThereSync(join(current, name)))) return true;
    if (dirname(current) === current) return false;
  }
}

/** Runs git with nothing but what is above. Plain node:child_process: execa takes longer to load than git to run. */
async function call(
  folder: string,
  args: readonly string[],
  overrides: readonly string[] = [],
  timeoutMs = patienceMs,
): Promise<GitRun> {
  const program = await findProgram('git', { folder });
  if (program === undefined) return { outcome: 'no-git', stdout: '', errors: 'git was not found' };
  const own = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const words = ['--no-pager', '--literal-pathspecs', ...own, ...overrides, ...args];
  const inherited = Object.entries(process.env).filter(([name]) => !ofCaller.test(name));
  const env = childEnvironment(folder, Object.fromEntries(inherited), extra);
  const options = { cwd: folder, env, timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 };
  return await new Promise((done) => {
    const child = execFile(program, words, options, (error, stdout, errors) =>
      done({ outcome: error === null ? 'done' : 'failed', stdout, errors }),
    );
    child.stdin?.end();
  });
}

const filterName = /^filter\.(.+)\.(?:clean|smudge|process|required)$/s;

/**
 * What switches off the filters that the repository's own configuration defines: git runs them to compare files. The
 * user's own, as Git LFS has them, stay.
 */
async function withoutFilters(folder: string): Promise<readonly string[] | 'refused'> {
  const scoped = await call(folder, ['config', '--list', '--name-only', '--show-scope', '-z']);
  // git before 2.26 does not say where a setting comes from: then every filter is switched off.
  const isScoped = scoped.outcome === 'done';
  const listed = isScoped ? scoped : await call(folder, ['config', '--list', '--name-only', '-z']);
  const words = listed.stdout.split('\0').slice(0, -1);
  const names = isScoped
    ? words.flatMap((name, i) => (i % 2 === 1 && /^(?:local|worktree)$/.test(words[i - 1] ?? '') ? name : []))
    : words;
  const filters = [...new Set(names.flatMap((name) => filterName.exec(name)?.[1] ?? []))];
  if (filters.some((name) => name.includes('='))) return 'refused';
  return filters.flatMap((name) => [
    ...['clean', 'smudge', 'process'].flatMap((step) => ['-c', `filter.${name}.${step}=`]),
    '-c',
    `filter.${name}.required=false`,
  ]);
}

/**
 * Runs git in a folder so that neither the folder nor its repository can make it start a program: no file system
 * monitor, hooks, external diff, helpers, lazy fetches or submodules; embedded repositories are refused.
 * @param compares whether the command compares files with what is committed, which is where git runs filters.
 */
export async function git(
  folder: string,
  args: readonly string[],
  { compares = false, timeoutMs }: { readonly compares?: boolean; readonly timeoutMs?: number } = {},
): Promise<GitRun> {
  const refused = (errors: string): GitRun => ({ outcome: 'refused', stdout: '', errors });
  if (liesInBare(folder)) return refused(`${folder} looks like a git repository without a work tree`);
  const overrides = compares ? await withoutFilters(folder) : [];
  if (overrides === 'refused')
    return refused(`the git repository of ${folder} has a filter with "=" in its name`);
  return await call(folder, args, overrides, timeoutMs);
}
