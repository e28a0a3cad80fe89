import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { withFile } from '../files/read.ts';
import { linkAt, makeFolders, writeNew } from '../files/unpack.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { withCommas } from '../ui/wording.ts';
import { readPackage } from './package.ts';
import { quote } from './text.ts';
import { unpackedPieces } from './zip/data.ts';
import { isLink, isUnix, type ZipEntry } from './zip/entry.ts';
import { ZipError } from './zip/error.ts';
import { typeProblem } from './zip/tree.ts';
import { readZip, type Zip } from './zip/zip.ts';

/** Of a file that was packed on a system without modes. */
const usualMode = 0o644;
const modeOf = (entry: ZipEntry) => (isUnix(entry) ? entry.mode & 0o777 : usualMode);

/**
 * Unpacks a zip into a new folder. Nothing leaves the folder: names are looked at before anything is written, and a
 * link has to lead to something in the zip.
 * @throws UserError when it is no sound zip, has such a name or link, or is larger than Lambda takes.
 */
export async function unpackZip(path: string, folder: string): Promise<void> {
  await withFile(path, async (file) => {
    try {
      await unpack(await readZip(file), folder);
    } catch (error) {
      if (error instanceof ZipError) throw new UserError(`${path} cannot be unpacked: ${error.message}`);
      throw error;
    }
  });
}

async function unpack(zip: Zip, folder: string): Promise<void> {
  if (zip.unzippedSize >= lambdaLimits.unzipped) {
    throw new ZipError(
      `it holds ${withCommas(zip.unzippedSize)} bytes, and Lambda takes less than ${withCommas(lambdaLimits.unzipped)}.`,
    );
  }
  const { tree, links, damaged } = await readPackage(zip);
  const [problem] = tree.problems;
  if (problem) throw new ZipError(`the name ${quote(problem.name)} is unsafe or stands there twice.`);
  const [broken] = damaged;
  if (broken) throw new ZipError(`${quote(broken.name)}: ${broken.reason}.`);
  for (const entry of zip.entries) {
    const reason = typeProblem(entry);
    if (reason) throw new ZipError(`${quote(entry.name)} ${reason}.`);
  }
  for (const { entry, target, destination } of links) {
    if (destination.kind === 'found' && !target.startsWith('/')) continue;
    throw new ZipError(`the link ${quote(entry.name)} leads to ${quote(target)}, which is not in the zip.`);
  }
  const placeOf = (entry: ZipEntry) => join(folder, tree.nodeOf(entry)?.path ?? '');
  for (const entry of zip.entries.filter((one) => !isLink(one))) {
    const place = placeOf(entry);
    await makeFolders(entry.isDirectory ? place : dirname(place));
    if (!entry.isDirectory) await writeNew(place, unpackedPieces(zip, entry), modeOf(entry));
  }
  // Last, so that nothing is written through one.
  for (const { entry, target } of links) {
    const place = placeOf(entry);
    await makeFolders(dirname(place));
    await linkAt(place, target);
  }
}
