import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FunctionSettings, formatSettings, type Settings } from '../../../src/project/settings.ts';
import { buildBootstrap, hostArchitecture } from '../../emulator/support.ts';

const names = ['echo', 'error'];

/** A project's settings with a function for each of some of the fixture's handlers. */
export function fixtureSettings(
  handlers: readonly string[] = names,
  extra: Partial<FunctionSettings> = {},
): Settings {
  return {
    version: '0.0.0',
    name: 'hello-native',
    namespace: 'HelloNative',
    framework: 'net10.0',
    architecture: hostArchitecture,
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
    functions: handlers.map((handler) => ({
      name: `hello-${handler}`,
      handler,
      memorySize: 256,
      timeout: 30,
      ...extra,
    })),
  };
}

/** Zips a folder's bootstrap as the Makefile does. */
function zipBootstrap(folder: string, zip: string): void {
  execFileSync('strip', ['--strip-all', join(folder, 'bootstrap')]);
  execFileSync('touch', ['-t', '198001010000', join(folder, 'bootstrap')]);
  execFileSync('zip', ['-q', '-9', '-X', zip, 'bootstrap'], { cwd: folder });
}

/** A project that is ready to be deployed, its bootstrap the fixture's. Whoever makes it removes it. */
export function fixtureProject(settings: Settings = fixtureSettings()): string {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-test-'));
  writeFileSync(join(folder, '.yo-rc.json'), formatSettings(settings));
  mkdirSync(join(folder, 'dist'));
  buildBootstrap(join(folder, 'build'));
  zipBootstrap(join(folder, 'build'), join(folder, 'dist', `${settings.name}.zip`));
  return folder;
}
