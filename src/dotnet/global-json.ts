import { type ParseError, parse } from 'jsonc-parser';
import * as v from 'valibot';
import { UserError } from '../errors.ts';

/** How far another SDK than the named one may be, from nothing to anything newer. */
const policies = [
  'disable',
  'patch',
  'feature',
  'minor',
  'major',
  'latestPatch',
  'latestFeature',
  'latestMinor',
  'latestMajor',
] as const;
type Policy = (typeof policies)[number];

/** What a global.json says of the SDK. */
export interface SdkRequest {
  readonly version?: string | undefined;
  readonly rollForward?: Policy | undefined;
  readonly allowPrerelease?: boolean | undefined;
  /** Folders that dotnet takes SDKs from, of this file's folder; `$host$` is the installed ones'. */
  readonly paths?: readonly string[] | undefined;
}

const rollForward = v.pipe(
  v.string(),
  v.transform((text) => policies.find((policy) => policy.toLowerCase() === text.toLowerCase())),
);
const schema = v.object({
  sdk: v.optional(
    v.object({
      version: v.optional(v.string()),
      rollForward: v.optional(rollForward),
      allowPrerelease: v.optional(v.boolean()),
      paths: v.optional(v.array(v.string())),
    }),
  ),
});

/**
 * Reads the text of a global.json, comments allowed as dotnet allows them.
 * @throws UserError when it is not JSON, or its entry "sdk" has other types than dotnet takes.
 */
export function readGlobalJson(text: string, path: string): SdkRequest {
  const errors: ParseError[] = [];
  const document: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const result = v.safeParse(schema, document);
  if (errors.length === 0 && result.success) return result.output.sdk ?? {};
  throw new UserError(`${path} is not a global.json that dotnet reads; fix it, or restore it.`);
}

interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  /** The hundreds of the third number. */
  readonly band: number;
  readonly patch: number;
  readonly prerelease: string;
}

function versionOf(text: string): Version | undefined {
  const [, major, minor, third, prerelease = ''] = /^(\d+)\.(\d+)\.(\d+)(-\S+)?$/.exec(text.trim()) ?? [];
  if (third === undefined) return undefined;
  const number = Number(third);
  const band = Math.floor(number / 100);
  return { text, major: Number(major), minor: Number(minor), band, patch: number % 100, prerelease };
}

/** The order of versions; a prerelease comes before its release. */
function compare(a: Version, b: Version): number {
  const numbers = a.major - b.major || a.minor - b.minor || a.band - b.band || a.patch - b.patch;
  if (numbers !== 0 || a.prerelease === b.prerelease) return numbers;
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? 1 : -1;
  return a.prerelease.localeCompare(b.prerelease, 'en', { numeric: true });
}

const newest = (versions: readonly Version[]) => [...versions].sort(compare).at(-1);

/** What must be equal for a version to be a candidate under a policy, beyond being no older. */
const scopes: Readonly<Record<Policy, readonly (keyof Version)[]>> = {
  disable: ['text'],
  patch: ['major', 'minor', 'band'],
  latestPatch: ['major', 'minor', 'band'],
  feature: ['major', 'minor'],
  latestFeature: ['major', 'minor'],
  minor: ['major'],
  latestMinor: ['major'],
  major: [],
  latestMajor: [],
};

/**
 * The SDK that dotnet takes of the installed ones; undefined where none fits.
 * Source: "global.json overview", Microsoft Learn: matching rules and rollForward.
 */
export function chosenSdk(installed: readonly string[], request: SdkRequest): string | undefined {
  const wanted = request.version === undefined ? undefined : versionOf(request.version);
  const allowPrerelease = request.allowPrerelease ?? true;
  const known = installed
    .flatMap((text) => versionOf(text) ?? [])
    .filter(({ prerelease }) => prerelease === '' || allowPrerelease || wanted?.prerelease !== '');
  if (request.version === undefined) return newest(known)?.text;
  if (wanted === undefined) return undefined;
  const policy = request.rollForward ?? 'latestPatch';
  const exact = known.find(({ text }) => text === wanted.text);
  if (policy === 'disable' || (policy === 'patch' && exact)) return exact?.text;
  const candidates = known.filter(
    (version) =>
      compare(version, wanted) >= 0 && scopes[policy].every((part) => version[part] === wanted[part]),
  );
  if (policy.startsWith('latest') || policy === 'patch') return newest(candidates)?.text;
  // The nearest feature band, and its newest patch.
  const nearest = [...candidates].sort(compare)[0];
  return newest(
    candidates.filter(({ major, minor, band }) =>
      nearest ? major === nearest.major && minor === nearest.minor && band === nearest.band : false,
    ),
  )?.text;
}

/** The folders in `paths` that are not the installed SDKs' own: dotnet starts programs of them. */
export const foreignSdkPaths = ({ paths = [] }: SdkRequest): string[] =>
  paths.filter((path) => path !== '$host$');
