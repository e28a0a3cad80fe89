import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { listFiles } from '../../support/folders.ts';
import { home, type Installed, ordinary } from './installed.ts';

/** A folder of tools for PATH. */
async function toolsFolder(installed: Installed, name: string, tools: readonly string[]): Promise<string> {
  const folder = await home(installed, name);
  for (const tool of tools) {
    const { stdout } = await execa('which', [tool]);
    await symlink(stdout, join(folder, tool));
  }
  return folder;
}

interface Place {
  readonly title: string;
  /** The whole environment; `work` is a folder that may be written to. */
  readonly env: (installed: Installed, work: string) => Promise<Record<string, string>>;
  readonly says?: RegExp;
}

const path = process.env.PATH ?? '';

const places: readonly Place[] = [
  { title: 'no HOME', env: async () => ({ PATH: path }) },
  { title: 'a HOME that is not there', env: async () => ({ PATH: path, HOME: '/nowhere' }) },
  {
    title: 'a HOME that is read-only',
    env: async (_, work) => {
      const folder = join(work, 'home');
      await mkdir(folder, { mode: 0o555 });
      return { PATH: path, HOME: folder };
    },
  },
  {
    title: 'no git',
    env: async (installed, work) => ({ PATH: await toolsFolder(installed, 'no tools', []), HOME: work }),
    says: /git/,
  },
  { title: 'NO_COLOR', env: async (_, work) => ({ PATH: path, HOME: work, NO_COLOR: '1' }) },
  {
    title: 'colours asked for, but no terminal to show them',
    env: async (_, work) => ({ PATH: path, HOME: work, TERM: 'xterm-256color' }),
  },
  { title: 'a locale of ASCII', env: async (_, work) => ({ PATH: path, HOME: work, LC_ALL: 'C' }) },
];

/** Surroundings that a machine may have: nobody should have to know about them. */
export function testPlaces(installed: () => Installed): void {
  test.for(places)('writes a project with $title', async ({ title, env, says }) => {
    const work = await home(installed(), title);
    const { exitCode, stdout, stderr } = await execa(process.execPath, [installed().bin, 'new', 'hello'], {
      ...ordinary,
      cwd: work,
      env: await env(installed(), work),
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
    if (says) expect(stderr).toMatch(says);
    expect(await listFiles(join(work, 'hello'))).toContain('Makefile');
  });

  test('says in one line that a folder is read-only, and leaves nothing in it', async () => {
    const work = await home(installed(), 'read-only');
    await chmod(work, 0o555);
    const { exitCode, stderr } = await execa(process.execPath, [installed().bin, 'new', 'hello'], {
      ...ordinary,
      cwd: work,
      env: { HOME: work },
      stdin: 'ignore',
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(work);
    expect(await readdir(work)).toEqual([]);
  });
}
