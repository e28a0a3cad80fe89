import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childEnvironment, groundOf, searchPath } from '../../src/processes/search-path.ts';
import { temporaryFolder } from '../support/folders.ts';

describe('the ground that is worked on', () => {
  it('is the top of the repository around a folder, else the folder', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'repository', 'a', 'b'), { recursive: true });
    expect(groundOf(join(folder, 'repository', 'a'))).toBe(join(folder, 'repository', 'a'));
    mkdirSync(join(folder, 'repository', '.git'));
    expect(groundOf(join(folder, 'repository', 'a', 'b'))).toBe(join(folder, 'repository'));
    // A repository in a repository does not make the outer one the user's own.
    mkdirSync(join(folder, 'repository', 'a', '.git'));
    expect(groundOf(join(folder, 'repository', 'a', 'b'))).toBe(join(folder, 'repository'));
  });

  it('is never the home folder, though some keep it in git', async () => {
    const home = await temporaryFolder();
    mkdirSync(join(home, '.git'));
    mkdirSync(join(home, 'work', 'app'), { recursive: true });
    expect(groundOf(join(home, 'work', 'app'), home)).toBe(join(home, 'work', 'app'));
  });
});

describe('PATH', () => {
  it('is passed over where it lies in the folder that is worked on, is relative, or leads there', async () => {
    const folder = await temporaryFolder();
    const repository = join(folder, 'repository');
    mkdirSync(join(repository, '.git'), { recursive: true });
    mkdirSync(join(repository, 'bin'));
    symlinkSync(join(repository, 'bin'), join(folder, 'linked'));
    const own = [
      join(repository, 'node_modules', '.bin'),
      '.',
      'bin',
      '',
      join(folder, 'linked'),
      repository,
    ];
    const PATH = ['/usr/bin', ...own, `${repository}-tools`].join(':');
    expect(searchPath({ PATH }, join(repository, 'bin'))).toEqual({
      folders: ['/usr/bin', `${repository}-tools`],
      refused: own.filter((entry) => entry !== ''),
    });
    const env = childEnvironment(repository, { PATH, HOME: '/h', Path: 'x' }, { A: '1' });
    expect(env).toEqual({ PATH: `/usr/bin:${repository}-tools`, HOME: '/h', A: '1' });
  });
});
