import { extname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { copyFolder } from '../files/copy.ts';
import { isFile } from '../files/look.ts';
import { makeTemporary, removeTemporary } from '../files/temporary.ts';
import { layOver } from './layers.ts';
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
    if (!(await isFile(program))) throw new UserError(`There is no ${program}; the build did not make it.`);
    this.#root ??= await makeTemporary();
    const folder = join(this.#root, String(++this.#count));
    await copyFolder(output.folder, folder, (source) => !leftOut.has(extname(source)));
    return output.launch(folder);
  }

  /**
   * The folder that stands for /opt; undefined without layers.
   * @throws UserError when a layer is neither a folder nor a zip.
   */
  async layers(layers: readonly string[]): Promise<string | undefined> {
    if (layers.length === 0) return undefined;
    this.#root ??= await makeTemporary();
    return layOver(layers, this.#root);
  }

  async dispose(): Promise<void> {
    if (this.#root) await removeTemporary(this.#root);
  }
}

/** Whether a build is there. */
export const isBuilt = ({ folder, program }: BuildOutput): Promise<boolean> => isFile(join(folder, program));
