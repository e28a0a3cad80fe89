import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { BuildOutput } from './project.ts';
import type { Launch } from './types.ts';

/** Large, and of no use to a running program. */
const leftOut = new Set(['.dbg', '.debug']);

/**
 * Copies of builds that sandboxes run from: the next build can neither fail because its output is running
 * (ETXTBSY), nor change a program while it runs, nor take the last good one away when it fails.
 */
export class Staging {
  #root: string | undefined;
  #count = 0;

  /**
   * Copies a build and says how the copy is started.
   * @throws UserError when there is no build.
   */
  async stage(output: BuildOutput): Promise<Launch> {
    const program = join(output.folder, output.program);
    if (!(await isThere(program))) throw new UserError(`There is no ${program}; the build did not make it.`);
    this.#root ??= await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
    const folder = join(this.#root, String(++this.#count));
    await cp(output.folder, folder, { recursive: true, filter: (source) => !leftOut.has(extname(source)) });
    return output.launch(folder);
  }

  async dispose(): Promise<void> {
    if (this.#root) await rm(this.#root, { recursive: true, force: true });
  }
}

/** Whether a build is there. */
export const isBuilt = ({ folder, program }: BuildOutput): Promise<boolean> => isThere(join(folder, program));

const isThere = (path: string) =>
  stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
