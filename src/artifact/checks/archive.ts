import { type Check, overZip } from '../check.ts';
import { error, ok } from '../finding.ts';
import { packageLimits } from '../lambda.ts';
import { plainName } from '../subject.ts';
import { listNames, quote } from '../text.ts';
import { isUnsafeName } from '../zip.ts';

const repack = 'Pack it again with "make zip".';

/** Whether the archive as such can be unpacked. */
export const archiveChecks: readonly Check[] = [
  {
    id: 'zip',
    title: 'Zip archive',
    inspect({ kind, zip, zipProblem, damaged }) {
      if (kind !== 'zip') return undefined;
      const why = 'Lambda answers "Could not unzip uploaded file."';
      if (zipProblem) return error(zipProblem, why, repack);
      if (!zip) return undefined;
      if (zip.entries.length === 0) return error('The zip is empty.', 'There is no program in it.', repack);
      const [first] = damaged;
      if (first) {
        const more = damaged.length > 1 ? ` (${damaged.length} entries are damaged)` : '';
        return error(`${quote(first.name)} cannot be unpacked: ${first.reason}${more}.`, why, repack);
      }
      if (zip.unzippedSize >= packageLimits.unzipped) return undefined;
      return ok(`${zip.entries.length} ${zip.entries.length === 1 ? 'entry' : 'entries'}, every CRC right.`);
    },
  },
  overZip('zip-names', 'Names in the zip', ({ entries }) => {
    const unsafe = entries.filter(({ name }) => isUnsafeName(name)).map(({ name }) => name);
    if (unsafe.length > 0) {
      return error(
        `Names that leave the folder or have a backslash: ${listNames(unsafe)}.`,
        'Unpacking refuses them, or makes one file with a backslash in its name instead of a folder.',
        'Pack with relative names and forward slashes, as "make zip" does.',
      );
    }
    const seen = new Set<string>();
    const doubles = entries.filter(({ name }) => seen.size === seen.add(plainName(name)).size);
    if (doubles.length > 0) {
      return error(
        `More than one entry is named ${listNames(doubles.map(({ name }) => name))}.`,
        'Which of them is unpacked last, and runs, depends on the unpacking program.',
        'Delete the zip before packing it again.',
      );
    }
    return undefined;
  }),
];
