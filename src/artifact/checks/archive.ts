import { lambdaLimits } from '../../platform/limits.ts';
import { type Check, overZip } from '../check.ts';
import { error, info, ok, type Verdict } from '../finding.ts';
import { listNames, quote } from '../text.ts';
import { isAllowed } from '../zip/links.ts';
import { pathOf } from '../zip/names.ts';
import { type PathProblem, typeProblem } from '../zip/tree.ts';

const repack = 'Pack it again with "make zip".';

/** A few sentences, and how many more there are. */
function sentences(texts: readonly string[], most = 3): string {
  const more = texts.length > most ? ` (and ${texts.length - most} more)` : '';
  return `${texts.slice(0, most).join('; ')}${more}.`;
}

type Kind = PathProblem['kind'];

/** What each kind of problem with paths comes to, the worst first. */
const pathVerdicts: readonly {
  readonly kind: Kind;
  readonly what: (problems: readonly PathProblem[]) => string;
  readonly why: string;
  readonly fix: string;
}[] = [
  {
    kind: 'unsafe',
    what: (problems) =>
      `Names that leave the folder, have a backslash or are no file's: ${listNames(problems.map(({ name }) => name))}.`,
    why: 'Unpacking refuses them, or makes one file with a backslash in its name instead of a folder.',
    fix: 'Pack with relative names and forward slashes, as "make zip" does.',
  },
  {
    kind: 'twice',
    what: (problems) => `More than one entry leads to the same path: ${sentences(problems.map(pair))}`,
    why: 'Which of them is unpacked last, and runs, depends on the unpacking program.',
    fix: 'Delete the zip before packing it again.',
  },
  {
    kind: 'below-link',
    what: (problems) => `Entries lie below a symbolic link: ${sentences(problems.map(pair))}`,
    why: 'Unpacked in order, they are written to wherever the link leads.',
    fix: 'Pack the folder itself in place of the link.',
  },
  {
    kind: 'below-file',
    what: (problems) => `An entry is a file and the folder of another: ${sentences(problems.map(pair))}`,
    why: 'Only one of them can be there: unpacking ends there, or leaves one out.',
    fix: 'Delete the zip before packing it again.',
  },
  {
    kind: 'long',
    what: (problems) => `Paths that are too long: ${sentences(problems.map(reason))}`,
    why: 'Linux makes no such file: "File name too long".',
    fix: 'Pack it with shorter names.',
  },
];

const pair = (problem: PathProblem) =>
  'other' in problem ? `${quote(problem.name)} and ${quote(problem.other)}` : quote(problem.name);
const reason = (problem: PathProblem) =>
  'reason' in problem ? `${quote(problem.name)} ${problem.reason}` : quote(problem.name);

function pathVerdict(problems: readonly PathProblem[]): Verdict | undefined {
  for (const { kind, what, why, fix } of pathVerdicts) {
    const found = problems.filter((problem) => problem.kind === kind);
    if (found.length > 0) return error(what(found), why, fix);
  }
  return undefined;
}

/** Whether the archive as such can be unpacked, to the same files wherever it is. */
export const archiveChecks: readonly Check[] = [
  {
    id: 'zip',
    title: 'Zip archive',
    inspect({ kind, zip, zipProblem, package: unpacked }) {
      if (kind !== 'zip') return undefined;
      const why =
        'Lambda answers "Could not unzip uploaded file.", or unpacks something else than was checked.';
      if (zipProblem) return error(zipProblem, why, repack);
      if (!zip || !unpacked) return undefined;
      if (zip.entries.length === 0) return error('The zip is empty.', 'There is no program in it.', repack);
      const { damaged } = unpacked;
      const [first] = damaged;
      if (first) {
        const more = damaged.length > 1 ? ` (${damaged.length} entries are damaged)` : '';
        return error(`${quote(first.name)} cannot be unpacked: ${first.reason}${more}.`, why, repack);
      }
      if (zip.unzippedSize >= lambdaLimits.unzipped) return undefined;
      return ok(`${zip.entries.length} ${zip.entries.length === 1 ? 'entry' : 'entries'}, every CRC right.`);
    },
  },
  overZip('zip-names', 'Names in the zip', ({ tree }) => pathVerdict(tree.problems)),
  overZip('similar-names', 'Names on other systems', ({ entries }) => {
    const seen = new Map<string, string>();
    for (const { name } of entries) {
      const path = pathOf(name);
      const plain = path.normalize('NFC').toLowerCase();
      const other = seen.get(plain);
      if (other !== undefined && other !== path) {
        return info(
          `${quote(other)} and ${quote(path)} differ in case or accents alone: two files on Lambda, one on macOS and Windows.`,
        );
      }
      seen.set(plain, path);
    }
    return undefined;
  }),
  overZip('file-types', 'Files, folders and links', ({ entries }, _target, { program }) => {
    // What the program's own entry is, its execute bit is about.
    const wrong = entries.flatMap((entry) => {
      const problem = entry === program?.entry ? undefined : typeProblem(entry);
      return problem === undefined ? [] : [`${quote(entry.name)} ${problem}`];
    });
    if (wrong.length === 0) return undefined;
    return error(
      sentences(wrong),
      'What becomes of such an entry depends on the unpacking program, and a function does not need it.',
      'Pack only files, folders and links.',
    );
  }),
  overZip('links', 'Symbolic links', ({ links }, _target, { program }) => {
    const wrong = links.flatMap(({ entry, target, destination }) => {
      // The check of the execute bit speaks for the program.
      if (entry === program?.entry) return [];
      const to = `${quote(entry.name)} leads to ${quote(target)}`;
      if (destination.kind === 'loop') return [`${to}, in circles or over more than 40 links`];
      return destination.kind === 'outside' && !isAllowed(destination.path) ? [to] : [];
    });
    if (wrong.length === 0) return undefined;
    return error(
      `Links that lead out of the package: ${sentences(wrong)}`,
      'On Lambda something else is there, or nothing; unpacked elsewhere, they open files of that machine.',
      'Pack the files that they lead to. A link may lead to a file of the zip, to /opt (a layer) and to /tmp.',
    );
  }),
];
