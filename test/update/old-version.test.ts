import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/project/answers.ts';
import { formatSettings, type Settings } from '../../src/project/settings.ts';
import { writeWithOldVersion } from '../../src/update/old-version.ts';
import { recipeOf } from '../../src/update/recipe.ts';
import { bin } from '../support/bin.ts';
import { readTree, temporaryFolder } from '../support/folders.ts';

const answers = {
  sample: 'uppercase',
  framework: 'net10.0',
  architecture: 'arm64',
  runtime: 'provided.al2023',
  library: 'builtin',
  with: ['sam', 'vscode'],
} as const;

const settings: Settings = settingsOf('shop', { ...answers, with: [...answers.with] }, '0.0.9');

/** An old version whose bin is this program. */
async function versionOf(program: string) {
  const script = join(await temporaryFolder(), 'bin.mjs');
  await writeFile(script, program);
  return { version: '0.0.9', bin: script };
}

async function writeWith(program: string) {
  const folder = join(await temporaryFolder(), 'project');
  const old = await versionOf(program);
  await writeWithOldVersion(old, recipeOf(settings), folder, new AbortController().signal);
}

describe('the bin of an old version', () => {
  it('is given the recorded answers as flags', async () => {
    const record = join(await temporaryFolder(), 'words');
    const program = `import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(record)}, process.argv.slice(2).join(' '));`;
    await expect(writeWith(program)).rejects.toThrow('has no .yo-rc.json');
    expect(await readFile(record, 'utf8')).toMatch(
      /^new shop --sample uppercase --framework net10\.0 --architecture arm64 --runtime provided\.al2023 --library builtin --with sam,vscode --output \S+ --skip-git --yes$/,
    );
  });

  it.each([
    [
      'says why',
      'console.error("note\\nerror: --with \\"x\\" is not one of y.\\nmore"); process.exit(2);',
      '--with "x" is not one of y.',
    ],
    ['says nothing', 'process.exit(7);', 'it ended with 7.'],
    [
      'lacks what it needs',
      'import "not-there";',
      'what it needs is not installed beside it; run "npm install --omit=dev" in its folder.',
    ],
  ])('that fails and %s ends the update with one line', async (_, program, reason) => {
    await expect(writeWith(program)).rejects.toMatchObject({
      message: `Version 0.0.9 could not write this project again: ${reason}`,
      code: 1,
    });
  });

  it.skipIf(process.platform === 'win32')(
    'ends with the update that is interrupted, and nothing is left',
    async () => {
      const [project, folder, temporary] = [
        await temporaryFolder(),
        await temporaryFolder(),
        await temporaryFolder(),
      ];
      const pidFile = join(folder, 'pid');
      const manifest = {
        name: 'generator-lambda-nativeaot',
        version: '0.0.9',
        type: 'module',
        bin: { 'lambda-nativeaot': 'bin.js' },
      };
      await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
      await writeFile(
        join(folder, 'bin.js'),
        `import { writeFileSync, renameSync } from 'node:fs';
       writeFileSync(${JSON.stringify(`${pidFile}.new`)}, String(process.pid));
       renameSync(${JSON.stringify(`${pidFile}.new`)}, ${JSON.stringify(pidFile)});
       setInterval(() => {}, 1000);`,
      );
      await writeFile(join(project, '.yo-rc.json'), formatSettings(settings));
      const before = await readTree(project);
      const run = execa(process.execPath, [bin, 'update', '--from', folder], {
        cwd: project,
        env: { TMPDIR: temporary },
        stdin: 'ignore',
        reject: false,
      });
      while (!existsSync(pidFile)) await sleep(20);
      run.kill('SIGINT');
      const { exitCode, stderr } = await run;
      expect({ exitCode, stderr }).toEqual({
        exitCode: 130,
        stderr: expect.stringMatching(/\nerror: Interrupted; nothing was changed\.$/),
      });
      expect(await readTree(project)).toEqual(before);
      expect(await readdir(temporary)).toEqual([]);
      const pid = Number(await readFile(pidFile, 'utf8'));
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    },
  );
});
