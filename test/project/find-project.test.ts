import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findProject } from '../../src/project/find-project.ts';
import { folderOfFile, temporaryFolder } from '../support/folders.ts';

let root: string;
let inner: string;
const settings = (folder: string) => join(folder, '.yo-rc.json');
const ours = '{"generator-lambda-nativeaot":{}}';

beforeAll(async () => {
  root = await folderOfFile();
  inner = join(root, 'project', 'src', 'App');
  await mkdir(inner, { recursive: true });
  await writeFile(settings(join(root, 'project')), ours);
});

describe('the folder of a project', () => {
  it('is that of the nearest settings, upwards', async () => {
    expect(await findProject(inner)).toBe(join(root, 'project'));
    expect(await findProject(join(root, 'project'))).toBe(join(root, 'project'));
  });

  it('is where it was asked from when there is none above', async () => {
    expect(await findProject(root)).toBe(root);
  });

  it('passes settings of other generators and damaged ones by', async () => {
    await writeFile(settings(inner), '{"generator-node":{}}');
    await writeFile(settings(join(root, 'project', 'src')), '{bad');
    expect(await findProject(inner)).toBe(join(root, 'project'));
  });

  it.skipIf(process.getuid?.() !== 0)('is not taken from settings that somebody else put above', async () => {
    const theirs = await temporaryFolder();
    const mine = join(theirs, 'mine');
    await mkdir(mine);
    await writeFile(settings(theirs), ours);
    expect(await findProject(mine)).toBe(theirs);
    await chown(settings(theirs), 12_345, 12_345);
    expect(await findProject(mine)).toBe(mine);
  });
});
