import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleChoices } from '../../src/commands/choices.ts';
import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import { planChanges } from '../../src/doctor/project/fixes.ts';
import { gatherProject } from '../../src/doctor/project/gather.ts';
import { libraries } from '../../src/platform/options.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import { projectFolder } from './runs.ts';
import { machineOf } from './support.ts';

/** What the checks say of a project on disk, on a day on which everything is supported. */
async function check(folder: string) {
  const place = await gatherProject(folder);
  if (place.kind !== 'project') return undefined;
  const { project } = place;
  const result = applyChecks('project', projectChecks, {
    machine: machineOf(),
    project,
    today: '2025-12-01',
  });
  return { ...result, project, changes: planChanges(project, result.fixes) };
}

const projects = sampleChoices().flatMap(({ value }) =>
  (findSample(value).libraries ?? libraries).map((library) => [value, library] as const),
);

describe('a new project', () => {
  it.each(projects)('from the sample %s with the library %s has nothing to fix', async (sample, library) => {
    const result = await check(await projectFolder('hello', { sample, library }));
    const problems = result?.findings.filter(
      ({ severity }) => severity === 'error' || severity === 'warning',
    );
    // A sample for a framework that is no longer supported says so, and nothing else.
    const old = findSample(sample).framework !== undefined;
    expect(problems?.map(({ id }) => id)).toEqual(old ? ['framework'] : []);
  });
});

describe('a project with a damaged file', () => {
  const files = [
    'src/Hello/Hello.csproj',
    'src/Hello/Program.cs',
    'src/Hello/FunctionJsonContext.cs',
    'Makefile',
    '.yo-rc.json',
  ];

  it.each(files)('%s is looked at to the end', async (path) => {
    const folder = await projectFolder('hello', { sample: 'json' });
    const whole = readFileSync(join(folder, path), 'utf8');
    const place = fc.integer({ min: 0, max: whole.length });
    await fc.assert(
      fc.asyncProperty(
        place,
        place,
        fc.constantFrom('', '<', '"', '}', '\r\n', '\u0000', '☃'),
        async (a, b, text) => {
          writeFileSync(
            join(folder, path),
            whole.slice(0, Math.min(a, b)) + text + whole.slice(Math.max(a, b)),
          );
          const result = await check(folder);
          for (const { what, fix, severity } of result?.findings ?? []) {
            expect(what).not.toMatch(/undefined|\[object/);
            expect(fix !== undefined).toBe(severity === 'error' || severity === 'warning');
          }
          for (const { before, after } of result?.changes ?? []) expect(after).not.toBe(before);
        },
      ),
      { numRuns: 12 },
    );
  });
});
