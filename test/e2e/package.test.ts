import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { bytesBelow, testContents } from './package/contents.ts';
import { testDoors } from './package/doors.ts';
import type { Installed } from './package/installed.ts';
import { testNodes } from './package/nodes.ts';
import { testPlaces } from './package/places.ts';

let installed: Installed;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  await chmod(folder, 0o755);
  const place = join(folder, 'installed');
  await mkdir(place);
  await writeFile(join(place, 'package.json'), '{"private": true}');
  await execa('npm', ['pack', packageRoot(), '--ignore-scripts', '--pack-destination', folder], {
    cwd: folder,
  });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) as string;
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await execa('npm', ['install', ...flags, join(folder, tarball)], { cwd: place });
  const modules = join(place, 'node_modules');
  const bytes = await bytesBelow(modules);
  await execa('npm', ['install', ...flags, 'yo@7.0.1'], { cwd: place });
  installed = {
    folder,
    modules,
    bytes,
    bin: join(modules, '.bin', 'lambda-nativeaot'),
    yo: join(modules, 'yo', 'lib', 'cli.js'),
  };
});

afterAll(() => rm(installed.folder, { recursive: true, force: true }));

describe('the packed package', () => {
  testContents(() => installed);
  testDoors(() => installed);
  testNodes(() => installed);
  testPlaces(() => installed);
});
