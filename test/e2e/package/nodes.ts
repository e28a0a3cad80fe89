import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../../src/package.ts';
import { firstCases } from '../../support/cases.ts';
import { dotnetEnvironment } from '../../support/dotnet.ts';
import { readTree } from '../../support/folders.ts';
import { nodeOf } from '../../support/node.ts';
import { home, type Installed, ordinary } from './installed.ts';

// The oldest of 20 and of 22 that package.json promises, and one of 24 and of 26.
const versions = ['20.17.0', '22.9.0', '24', '26'];

/** Every command on every Node, on one native build. */
export function testNodes(installed: () => Installed): void {
  let reference: Record<string, string>;
  let built: string;

  beforeAll(async () => {
    const work = await home(installed(), 'built');
    built = join(work, 'hello');
    await execa(installed().bin, ['new', 'hello', '--yes', '--skip-git'], { cwd: work, stdin: 'ignore' });
    reference = await readTree(built);
    await execa('make', ['publish'], { cwd: built, env: dotnetEnvironment, stdin: 'ignore' });
  });

  test('promises the oldest that it is tried on', async () => {
    const { engines } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
    expect(engines.node).toBe(`^${versions[0]} || >=${versions[1]}`);
  });

  test.for(firstCases(versions, 1))(
    'works on Node %s, from new to invoke and cold-start',
    async (version, { skip }) => {
      const node = await nodeOf(version);
      if ('reason' in node) return skip(node.reason);
      const work = await home(installed(), `node ${version}`);
      const project = join(work, 'hello');
      const run = (cwd: string, args: readonly string[], options: Options = {}) =>
        execa(node.path, args, { cwd, stdin: 'ignore', reject: false, ...options });
      const command = async (cwd: string, ...args: string[]) => {
        const { exitCode, stdout, stderr } = await run(cwd, [installed().bin, ...args]);
        expect({ args, exitCode, stderr }).toMatchObject({ exitCode: 0 });
        return String(stdout);
      };

      expect((await run(work, ['--version'])).stdout).toContain(`v${version}`);
      await command(work, 'new', 'hello', '--yes', '--skip-git');
      expect(await readTree(project)).toEqual(reference);

      await cp(join(built, 'dist'), join(project, 'dist'), { recursive: true });
      expect(await command(project, 'invoke', '--payload', '"Hello"')).toBe('"HELLO"');
      const { series } = JSON.parse(await command(project, 'cold-start', '--count', '2', '--json'));
      expect(series).toMatchObject([{ label: 'aot', notCold: 0, summary: { n: 2 } }]);
      await command(project, 'doctor', 'dist/publish/bootstrap');
      await command(project, 'add-function', 'orders', '--sample', 'sqs-batch', '--yes');

      const managed = join(work, 'managed');
      await cp(join(packageRoot(), 'test', 'convert', 'fixtures', 'json-function'), managed, {
        recursive: true,
      });
      expect(await command(managed, 'convert', '--dry-run', '--yes', '--force')).toContain('bootstrap');

      const byYo = join(work, 'by yo');
      const yo = await run(
        work,
        [installed().yo, 'lambda-nativeaot', 'hello', '--output', byYo, '--skip-git'],
        {
          ...ordinary,
          env: { HOME: work, NODE_PATH: installed().modules },
        },
      );
      expect({ exitCode: yo.exitCode, stderr: yo.stderr }).toMatchObject({ exitCode: 0 });
      expect(await readTree(byYo)).toEqual(reference);
    },
  );
}
