import { dirname, join } from 'node:path';
import { UsageError, UserError } from '../../errors.ts';
import { changedAt, isFile, namesIn, statIfThere } from '../../files/look.ts';
import { readBytes } from '../../files/read.ts';
import { type Architecture, architectureFacts } from '../../platform/architectures.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { ElfError } from '../bounded-reader.ts';
import { type Breakdown, breakDown } from './breakdown.ts';
import { readMstat, type SizeReport } from './mstat.ts';

/** The sizes of what a project built. */
export interface Sizes {
  /** The bootstrap in bytes. */
  readonly bootstrap: number;
  /** The zip in bytes; absent before `make zip`. */
  readonly zip?: number;
  readonly breakdown: Breakdown;
}

/** Where a project keeps what it built. */
export interface BuiltFiles {
  readonly bootstrap: string;
  readonly zip: string;
  /** The folder of the project file; its `obj` has the compiler's size report. */
  readonly projectFolder: string;
  readonly architecture: Architecture;
}

/**
 * Measures what `lambda-nativeaot build` has left.
 * @throws UserError when nothing was built, or the compiler's size report is missing, older or damaged.
 */
export async function measure(files: BuiltFiles): Promise<Sizes> {
  const built = await statIfThere(files.bootstrap);
  if (!built?.isFile()) throw new UserError(`There is no ${files.bootstrap}; run: lambda-nativeaot build`);
  const zip = (await statIfThere(files.zip))?.size;
  const report = await readReport(await findReport(files));
  return { bootstrap: built.size, ...(zip && { zip }), breakdown: breakDown(report, built.size) };
}

/**
 * The report of the build that is there: beside the folder that was published, or the newest one for the architecture
 * among intermediate files, where a project of an older version has one for each target framework.
 */
async function findReport({ bootstrap, projectFolder, architecture }: BuiltFiles): Promise<string> {
  const kept = join(dirname(dirname(bootstrap)), 'bootstrap.mstat');
  if (await isFile(kept)) return kept;
  const release = join(projectFolder, 'obj', 'Release');
  const frameworks = await namesIn(release);
  const paths = frameworks.map((framework) =>
    join(release, framework, architectureFacts[architecture].rid, 'native', 'bootstrap.mstat'),
  );
  const times = await Promise.all(paths.map(changedAt));
  const newest = Math.max(0, ...times);
  const path = paths[times.indexOf(newest)];
  if (newest > 0 && path) return path;
  throw new UserError(
    `${release} has no size report of the compiler for ${architecture}; run: lambda-nativeaot build --architecture ${architecture}`,
  );
}

async function readReport(path: string): Promise<SizeReport> {
  try {
    return readMstat(await readBytes(path, lambdaLimits.unzipped));
  } catch (cause) {
    if (!(cause instanceof ElfError)) throw cause;
    throw new UserError(`${path} is not a size report: ${cause.message}. Run: lambda-nativeaot build`, 1, {
      cause,
    });
  }
}

const units: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1_048_576 };

/**
 * A size as users write it: `900000`, `900KB`, `1.5MB`; a megabyte has 1,048,576 bytes, as Lambda counts.
 * @throws UsageError when it is invalid.
 */
export function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]{0,2})$/i.exec(text) ?? [];
  const factor = units[unit.toUpperCase()];
  if (number === undefined || factor === undefined) {
    throw new UsageError(`Invalid size "${text}"; write it as 900000, 900KB or 1.5MB.`);
  }
  return Math.round(Number(number) * factor);
}
