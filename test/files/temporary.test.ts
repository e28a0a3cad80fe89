import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';

it('a temporary folder that a killed run left is removed by the next run; one in use stays', async () => {
  const place = await temporaryFolder();
  const run = (code: string) =>
    execa(process.execPath, ['--import', 'tsx', '-e', code], {
      cwd: packageRoot(),
      env: { TMPDIR: place },
      reject: false,
    });
  const module = `import('${packageRoot()}/src/files/temporary.ts')`;
  const killed = await run(
    `${module}.then((m) => m.makeTemporary()).then((f) => { console.log(f); process.kill(process.pid, 'SIGKILL'); })`,
  );
  expect(killed.signal).toBe('SIGKILL');
  expect(existsSync(killed.stdout)).toBe(true);
  writeFileSync(join(killed.stdout, 'bootstrap'), 'x');
  const used = join(place, `lambda-nativeaot-${process.pid}-abcdef`);
  const other = join(place, 'lambda-nativeaot-notes');
  mkdirSync(used);
  mkdirSync(other);
  const next = await run(`${module}.then((m) => m.inTemporary(async (f) => console.log(f)))`);
  expect(next.exitCode).toBe(0);
  expect(existsSync(killed.stdout)).toBe(false);
  expect(existsSync(next.stdout)).toBe(false);
  expect(existsSync(used)).toBe(true);
  expect(existsSync(other)).toBe(true);
});
