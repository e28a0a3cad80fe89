import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConvertOptions } from '../../src/convert/draft.ts';
import { type ProjectFacts, readProject } from '../../src/convert/facts.ts';
import { type Conversion, planConversion } from '../../src/convert/plan.ts';
import { packageRoot } from '../../src/package.ts';
import { writeTree } from '../../src/project/write.ts';

/** The projects under test/convert/fixtures, in the shapes of AWS's templates and of their labs' samples. */
export const fixtures = join(packageRoot(), 'test', 'convert', 'fixtures');

export const defaultOptions: ConvertOptions = { library: 'aws', runtime: 'provided.al2023', handlers: [] };

/** A fixture of its own to change, in a folder. */
export async function copyFixture(name: string, folder: string): Promise<string> {
  const target = join(folder, name);
  await mkdir(folder, { recursive: true });
  await cp(join(fixtures, name), target, { recursive: true });
  return target;
}

export interface Planned extends Conversion {
  readonly facts: ProjectFacts;
  /** The text that a file has afterwards; fails for one that does not change. */
  after(path: string): string;
}

export async function plan(target: string, options: Partial<ConvertOptions> = {}): Promise<Planned> {
  const facts = await readProject(target);
  const conversion = planConversion(facts, { ...defaultOptions, ...options });
  const after = (path: string) => {
    const change = conversion.changes.find((c) => c.path === path);
    if (!change)
      throw new Error(`${path} does not change; these do: ${conversion.changes.map((c) => c.path)}`);
    return change.after;
  };
  return { ...conversion, facts, after };
}

/** Plans a fixture where it stands; nothing is written. */
export const planFixture = (name: string, options: Partial<ConvertOptions> = {}) =>
  plan(join(fixtures, name), options);

/** Converts a project for real. */
export async function convert(target: string, options: Partial<ConvertOptions> = {}): Promise<Planned> {
  const planned = await plan(target, options);
  await writeTree(
    target,
    planned.changes.map(({ path, after }) => ({ path, contents: after })),
  );
  return planned;
}
