import type * as v from 'valibot';
import type { ValuesOf } from '../commands/command.ts';
import type { AnyRow, Given } from './row.ts';
import { environment, kmsKey } from './rows/environment.ts';
import { deadLetter, recursiveLoop, reservedConcurrency } from './rows/failures.ts';
import { description, layers, role, tags } from './rows/identity.ts';
import { logRetention } from './rows/log-retention.ts';
import { applicationLogLevel, logFormat, logGroup, systemLogLevel, tracing } from './rows/logging.ts';
import { fileSystem, vpc } from './rows/network.ts';
import { ephemeralStorage, memorySize, timeout } from './rows/resources.ts';
import { url } from './rows/url.ts';

/**
 * All settings of a function that `deploy` brings about, in the order of the plan, the help and the documentation.
 * The log format comes before the levels, which it may take away.
 */
const table = [
  memorySize,
  timeout,
  ephemeralStorage,
  description,
  role,
  environment,
  kmsKey,
  tags,
  layers,
  vpc,
  fileSystem,
  tracing,
  logFormat,
  applicationLogLevel,
  systemLogLevel,
  logGroup,
  logRetention,
  deadLetter,
  recursiveLoop,
  reservedConcurrency,
  url,
] as const;

type Row = (typeof table)[number];

export const settingRows: readonly AnyRow[] = table;

/** The schemas by the settings' names: a part of the schema of a function in `.yo-rc.json`. */
export const settingSchemas = Object.fromEntries(table.map(({ name, schema }) => [name, schema])) as {
  readonly [R in Row as R['name']]: R['schema'];
};

/** The flags of `deploy` that set something. */
export const settingOptions = settingRows.flatMap(({ flags }) => flags) as readonly Row['flags'][number][];

/** The settings as `.yo-rc.json` has them. */
type OwnSettings = { readonly [R in Row as R['name']]?: v.InferOutput<R['schema']> };

/** The values that are wanted; what is undefined is left as it is on AWS: it may have been set in the console. */
export type WantedSettings = { readonly [R in Row as R['name']]: ReturnType<R['from']> };

type Named = Readonly<Record<string, unknown>>;

/**
 * The settings of a function as the project's file and the flags of this run want them; flags win.
 * @throws UsageError when flags contradict each other.
 */
export function wantSettings(
  own: OwnSettings,
  flags: ValuesOf<typeof settingOptions>,
  given: Given,
): WantedSettings {
  const wanted = settingRows.map((row) => [row.name, row.from(flags, (own as Named)[row.name], given)]);
  return Object.fromEntries(wanted) as WantedSettings;
}

/** The value that is wanted of a row; undefined leaves it as it is. */
export const wantedOf = (wanted: Partial<WantedSettings>, { name }: AnyRow): unknown =>
  (wanted as Named)[name];
