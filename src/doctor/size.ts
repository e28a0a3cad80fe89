import { dirname, join } from 'node:path';
import { measure, parseSize } from '../artifact/size/sizes.ts';
import { sizeTable } from '../artifact/size/table.ts';
import { sizeTreemap } from '../artifact/size/treemap.ts';
import { formatBytes } from '../artifact/text.ts';
import { exitCodes, UserError } from '../errors.ts';
import { writeTree } from '../files/write.ts';
import { publishedProgram, treemapFile, zipOf } from '../platform/outputs.ts';
import { projectFile, readSettings } from '../project/settings.ts';
import type { Output } from '../ui/output.ts';
import type { DoctorFlags } from './usage.ts';

/**
 * Says what a project's bootstrap consists of: a table, and a treemap beside the zip.
 * @throws UserError when nothing was built, or (exit code 3) when the bootstrap is larger than `--max-size`.
 */
export async function reportSize(folder: string, flags: DoctorFlags, output: Output): Promise<void> {
  const limit = flags['max-size'] === undefined ? undefined : parseSize(flags['max-size']);
  const settings = await readSettings(folder);
  const sizes = await measure({
    bootstrap: join(folder, publishedProgram),
    zip: join(folder, zipOf(settings)),
    projectFolder: join(folder, dirname(projectFile(settings))),
    architecture: flags.architecture ?? settings.architecture,
  });
  const contents = sizeTreemap(sizes.breakdown, settings.name);
  await writeTree(folder, [{ path: treemapFile, contents }]);
  output.json({ ...sizes, treemap: treemapFile, ...(limit !== undefined && { maxSize: limit }) });
  output.print(sizeTable(sizes.breakdown));
  const zip = sizes.zip === undefined ? '' : `, zip ${formatBytes(sizes.zip)}`;
  output.print(`\nbootstrap ${formatBytes(sizes.bootstrap)}${zip}. As a picture: ${treemapFile}`);
  if (limit !== undefined && sizes.bootstrap > limit) {
    throw new UserError(
      `The bootstrap has ${formatBytes(sizes.bootstrap)}, --max-size allows ${formatBytes(limit)}; the table says what it consists of.`,
      exitCodes.found,
    );
  }
}
