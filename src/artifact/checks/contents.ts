import { lambdaLimits } from '../../platform/limits.ts';
import { type Check, overZip } from '../check.ts';
import { error, info, ok, warning } from '../finding.ts';
import { formatBytes, listNames, quote } from '../text.ts';
import { isLink, isUnix, type ZipEntry } from '../zip/entry.ts';

/** Kinds of files that a natively compiled function does not read. */
const uselessFiles: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\.(?:dbg|debug)$/i, what: 'native debug symbols' },
  { pattern: /\.pdb$/i, what: 'managed debug symbols' },
  { pattern: /\.(?:mstat|dgml\.xml|map)$/i, what: 'size reports of the compiler' },
  { pattern: /\.(?:deps|runtimeconfig)\.json$/i, what: 'settings of a runtime that is not there' },
  { pattern: /\.dll$/i, what: 'assemblies that are already compiled into the program' },
  { pattern: /\.(?:cs|csproj|sln|slnx)$/i, what: 'sources' },
  { pattern: /(?:^|\/)(?:\.git|\.vs|obj|__MACOSX)\/|(?:^|\/)\.DS_Store$/, what: 'files of a tool' },
];
/** Files that a program with a JIT does read. */
const jitFiles = /\.(?:dll|deps\.json|runtimeconfig\.json)$/i;
/** Files that hold keys more often than not. */
const secretFiles = /(?:^|\/)(?:\.env(?:\.[^/]*)?|\.aws\/credentials|id_(?:rsa|ed25519|ecdsa))$/;

/** The time that `make zip` gives to every entry: the first that a zip can express. */
const fixedTime = '1980-01-01T00:00:00';

const files = (entries: readonly ZipEntry[]) => entries.filter(({ isDirectory }) => !isDirectory);

/** What is in the archive beside the program, and how much of it. */
export const contentChecks: readonly Check[] = [
  overZip('secrets', 'No keys in the zip', ({ entries }) => {
    const secrets = files(entries).filter(({ name }) => secretFiles.test(name));
    if (secrets.length === 0) return undefined;
    return warning(
      `Files that usually hold keys: ${listNames(secrets.map(({ name }) => name))}.`,
      'Everybody who may read the function (lambda:GetFunction) can download them.',
      'Leave them out; give secrets to a function through Secrets Manager or the Parameter Store.',
    );
  }),
  overZip('extra-files', 'Only what is needed', ({ entries }, _target, { program }) => {
    if (!program) return undefined;
    const isJit = program.dotnet === 'apphost' || program.dotnet === 'single-file';
    const extra = files(entries).filter(
      ({ name }) => uselessFiles.some(({ pattern }) => pattern.test(name)) && !(isJit && jitFiles.test(name)),
    );
    if (extra.length === 0) return ok('No debug symbols, sources or leftovers of the build.');
    const kinds = uselessFiles.filter(({ pattern }) => extra.some(({ name }) => pattern.test(name)));
    const size = extra.reduce((sum, entry) => sum + entry.size, 0);
    return warning(
      `${listNames(extra.map(({ name }) => name))}: ${kinds.map(({ what }) => what).join(', ')}; ${formatBytes(size)}.`,
      'They make the upload and the cold start longer and count towards the size limits.',
      'Pack the executable alone, not the publish folder; "make zip" does.',
    );
  }),
  overZip('permissions', 'Readable on Lambda', ({ entries }, _target, { program }) => {
    const others = entries.filter((entry) => entry !== program?.entry && isUnix(entry) && !isLink(entry));
    // A mode of 0 says nothing: unpacking takes its own.
    const locked = others.filter(({ mode, isDirectory }) => {
      const needed = isDirectory ? 0o005 : 0o004;
      return (mode & 0o777) !== 0 && (mode & needed) !== needed;
    });
    if (locked.length === 0) return undefined;
    return warning(
      `Only their owner or group may read ${listNames(locked.map(({ name }) => name))}.`,
      'Lambda runs the program as another user: "Permission denied" when it opens them.',
      'Run "chmod -R a+rX" on them before packing; "make zip" does.',
    );
  }),
  {
    id: 'zipped-size',
    title: 'Size of the zip',
    inspect({ kind, size }, { upload = 'direct' }) {
      if (kind !== 'zip') return undefined;
      if (size < lambdaLimits.zippedDirect || upload === 's3') return ok(`${formatBytes(size)}.`);
      return error(
        `${formatBytes(size)}; a direct upload must be smaller than ${formatBytes(lambdaLimits.zippedDirect)}.`,
        'Lambda answers RequestEntityTooLargeException.',
        'Strip the program and pack it alone, or upload through S3.',
      );
    },
  },
  {
    id: 'unzipped-size',
    title: 'Size on Lambda',
    inspect({ size, zip, zipProblem }) {
      if (zipProblem) return undefined;
      const unzipped = zip?.unzippedSize ?? size;
      if (unzipped < lambdaLimits.unzipped) return ok(`${formatBytes(unzipped)} unpacked.`);
      return error(
        `${formatBytes(unzipped)} unpacked; it must be smaller than ${formatBytes(lambdaLimits.unzipped)}.`,
        'Lambda answers "Unzipped size must be smaller than 262144000 bytes".',
        'Strip the program, pack it alone, and read large files from S3 or an image.',
      );
    },
  },
  overZip('times', 'Same source, same zip', ({ entries }) => {
    const [first] = entries.filter((entry) => entry.modified !== fixedTime || entry.hasVolatileFields);
    if (!first) return ok('No times and no owners, so CodeSha256 changes with the code alone.');
    const reason =
      first.modified === fixedTime
        ? 'extra fields with times or owners'
        : `the time ${first.modified.replace('T', ' ')}`;
    return info(
      `${quote(first.name)} carries ${reason}, so the same code packed again gets another CodeSha256; ` +
        '"make zip" packs without them.',
    );
  }),
];
