import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { git } from '../../src/processes/git.ts';
import { treeState } from '../../src/project/git.ts';
import { temporaryFolder } from '../support/folders.ts';

/** A repository with one file whose index entry is out of date, and a program that leaves a mark. */
async function repository() {
  const folder = await temporaryFolder();
  const mark = join(folder, 'mark');
  const top = join(folder, 'top');
  mkdirSync(top);
  writeFileSync(join(folder, 'evil'), `#!/bin/sh\necho "$@" >>'${mark}'\ncat\n`);
  chmodSync(join(folder, 'evil'), 0o755);
  const run = (...args: string[]) =>
    execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: top });
  await run('init', '-q');
  writeFileSync(join(top, 'a'), 'a');
  await run('add', '.');
  await run('commit', '-qm', 'a');
  // Same size, other content: git has to read it.
  writeFileSync(join(top, 'a'), 'b');
  return {
    folder,
    top,
    evil: join(folder, 'evil'),
    run,
    marks: () => (existsSync(mark) ? readFileSync(mark, 'utf8') : ''),
  };
}

const status = ['status', '--porcelain', '-z', '--ignore-submodules=all'];

describe('git', () => {
  it.each([
    ['a file system monitor', 'core.fsmonitor', (evil: string) => evil],
    ['a filter', 'filter.x.clean', (evil: string) => evil],
    ['a filter that stays', 'filter.a b.process', (evil: string) => evil],
    ['an external diff', 'diff.external', (evil: string) => evil],
    ['a pager', 'core.pager', (evil: string) => evil],
    ['an alias', 'alias.status', (evil: string) => `!${evil}`],
    ['a helper for passwords', 'core.askPass', (evil: string) => evil],
  ])('runs no program of the repository: %s', async (_, name, value) => {
    const { top, evil, run, marks } = await repository();
    writeFileSync(join(top, '.gitattributes'), '* filter=x diff=x\n"a" filter=x\n');
    await run('config', name, value(evil));
    await run('config', 'filter.x.required', 'true');
    const { outcome, stdout } = await git(top, status, { compares: true });
    expect(marks()).toBe('');
    expect(outcome).toBe('done');
    expect(stdout).toContain(' M a\0');
  });

  it('runs hooks of nobody, and asks no submodule', async () => {
    const { top, evil, run, marks } = await repository();
    const sub = await repository();
    await sub.run('config', 'core.fsmonitor', sub.evil);
    await execa('cp', ['-r', sub.top, join(top, 'sub')]);
    await run('add', 'sub');
    await run('config', 'core.hooksPath', join(top, '..'));
    await execa('cp', [evil, join(top, '..', 'post-index-change')]);
    expect((await treeState(top)).kind).toBe('dirty');
    expect(marks() + sub.marks()).toBe('');
  });

  it('is not asked in a committed folder that looks like a repository', async () => {
    const { top, evil, marks } = await repository();
    const bare = join(top, 'lib');
    for (const name of ['objects', 'refs']) mkdirSync(join(bare, name), { recursive: true });
    writeFileSync(join(bare, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(bare, 'config'), `[core]\nbare = false\nworktree = .\nfsmonitor = ${evil}\n`);
    mkdirSync(join(bare, 'src'));
    for (const folder of [bare, join(bare, 'src')]) {
      expect(await treeState(folder)).toMatchObject({ kind: 'refused' });
    }
    expect(marks()).toBe('');
  });

  it('is this repository, whatever a calling git says of its own', async () => {
    const { top } = await repository();
    const other = await repository();
    process.env.GIT_DIR = join(other.top, '.git');
    try {
      const { stdout } = await git(top, ['rev-parse', '--show-toplevel']);
      expect(stdout.trim()).toBe(top);
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('leaves the filters of the user, as those of Git LFS', async () => {
    const { folder, top, evil, marks } = await repository();
    writeFileSync(join(top, '.gitattributes'), '* filter=own\n');
    writeFileSync(join(folder, 'config'), `[filter "own"]\nclean = ${evil} own\n`);
    const before = process.env.GIT_CONFIG_GLOBAL;
    process.env.GIT_CONFIG_GLOBAL = join(folder, 'config');
    try {
      await git(top, status, { compares: true });
    } finally {
      if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
      else process.env.GIT_CONFIG_GLOBAL = before;
    }
    expect(marks()).toContain('own');
  });
});
