import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readElf } from '../../../src/artifact/elf.ts';
import { compareVersions } from '../../../src/platform/versions.ts';
import { fakeEnvironment } from '../../aws/support.ts';
import { pathOf } from '../../support/bare-path.ts';
import { lambdaNativeaot } from '../../support/bin.ts';
import { takesAllCases } from '../../support/cases.ts';
import { dotnetEnvironment } from '../../support/dotnet.ts';
import { startMoto } from '../../support/moto.ts';
import { answer } from '../../support/project.ts';
import { missingTools } from '../../support/tools.ts';
import {
  answerUnderQemu,
  bootstrapOf,
  buildWithCli,
  projectFor,
  requireTools,
  requireZig,
  workFolder,
  zipOf,
} from './builds.ts';

/** What works where PATH has next to nothing. */
export function testBarePath(): void {
  describe.skipIf(process.arch !== 'x64')('with nothing on PATH but', () => {
    test('dotnet, a linker and node, everything from new to deploy works', async (context) => {
      const linker = (await missingTools('clang')) === undefined ? 'clang' : 'gcc';
      const environment = { PATH: await pathOf(workFolder(), 'dotnet', linker, 'node') };
      const here = await mkdtemp(join(workFolder(), 'bare-'));
      expect(await lambdaNativeaot(here, ['new', 'hello', '--yes'], environment)).toMatchObject({
        exitCode: 0,
      });
      const project = await projectFor('net10.0');
      expect(await buildWithCli(project, 'x86_64', [], environment)).toMatchObject({
        zip: 'dist/net10-0.zip',
        method: 'host',
        architecture: 'x86_64',
        glibc: '2.34',
      });
      const invoked = await lambdaNativeaot(project, ['invoke'], environment);
      expect(invoked).toMatchObject({ exitCode: 0, stdout: '"HELLO WORLD"' });
      await requireTools(context, 'moto_server');
      const moto = await startMoto();
      try {
        // It is built where there is none.
        await rm(zipOf(project));
        const aws = { ...fakeEnvironment, ...dotnetEnvironment, ...environment };
        const args = ['deploy', '--create-role', '--yes', '--endpoint-url', moto.url];
        const deployed = await lambdaNativeaot(project, args, aws);
        expect(deployed).toMatchObject({
          exitCode: 0,
          stdout: expect.stringMatching(/net10-0 +create/),
        });
        expect(deployed.stderr).toMatch(/^Linking with (?:clang|gcc): /);
      } finally {
        await moto.close();
      }
    });

    test.runIf(takesAllCases).for(['arm64', 'x86_64'] as const)(
      'dotnet, zig and node, build --zig links for %s',
      async (architecture, context) => {
        const environment = await requireZig(context);
        const PATH = await pathOf(
          workFolder(),
          'dotnet',
          'node',
          join(environment.PATH?.split(':')[0] ?? '', 'zig'),
        );
        const project = await projectFor('net10.0');
        const made = await buildWithCli(project, architecture, ['--zig'], { ...environment, PATH });
        expect(made).toMatchObject({ architecture, method: 'zig' });
        expect(compareVersions(made.glibc ?? '', '2.26')).toBeLessThanOrEqual(0);
        const symbols = readElf(await readFile(join(project, 'dist', 'publish', 'bootstrap.dbg')));
        expect(symbols).toMatchObject({ hasDebugInfo: true, hasSymbolTable: true });
        expect(await bootstrapOf(project)).toMatchObject({ hasDebugInfo: false, hasSymbolTable: false });
        const answered =
          architecture === 'arm64' ? answerUnderQemu(context, project) : answer(project, 'Hello World');
        expect(await answered).toBe('HELLO WORLD');
      },
    );
  });
}
