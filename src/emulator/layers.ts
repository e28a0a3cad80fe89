import { resolve } from 'node:path';
import { unpackZip } from '../artifact/unpack.ts';
import { UsageError, UserError } from '../errors.ts';
import { copyFolder } from '../files/copy.ts';
import { statIfThere } from '../files/look.ts';
import { makeFolder } from '../files/temporary.ts';
import { lambdaLimits } from '../platform/limits.ts';

/**
 * Lays layers, folders or zips, over each other in a new folder, as Lambda does in /opt: what a later one has takes the
 * place of what is there.
 * @param parent a temporary folder.
 * @throws UsageError for more layers than Lambda takes, UserError for one that is neither, or no sound zip.
 */
export async function layOver(layers: readonly string[], parent: string): Promise<string> {
  if (layers.length > lambdaLimits.layers) {
    throw new UsageError(
      `--layer was given ${layers.length} times; Lambda takes ${lambdaLimits.layers} layers for a function.`,
    );
  }
  const opt = await makeFolder(parent, 'opt');
  const copy = async (from: string, layer: string) => {
    try {
      await copyFolder(from, opt, () => true);
    } catch (error) {
      throw new UserError(`The layer ${layer} cannot be copied: ${(error as Error).message}`);
    }
  };
  for (const [i, layer] of layers.entries()) {
    const path = resolve(layer);
    const info = await statIfThere(path);
    if (info?.isDirectory()) await copy(path, path);
    else if (info?.isFile()) {
      const unpacked = await makeFolder(parent, `layer-${i}`);
      await unpackZip(path, unpacked);
      await copy(unpacked, path);
    } else
      throw new UserError(
        `${path} is neither a folder nor a zip; give --layer the folder of a layer, or its zip.`,
      );
  }
  return opt;
}
