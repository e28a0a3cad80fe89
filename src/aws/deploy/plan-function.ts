import { UsageError } from '../../errors.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import type { Planned } from '../../settings/row.ts';
import { withCommas } from '../../ui/wording.ts';
import { planCalls } from '../apply/setting-calls.ts';
import { type ExistingRole, otherPolicies } from '../iam/role-check.ts';
import { rightsOf, roleName } from '../iam/role-names.ts';
import { oneLine } from '../session/one-line.ts';
import { nextOfShift } from './alias-plan.ts';
import { canaryRemarks, requireShareable } from './canary-obstacles.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { type Change, configurationDifference } from './fields.ts';
import { type Code, type ImageFile, isImage, isSameImage } from './image-file.ts';
import { imageRemarks, remarksOn } from './notes.ts';
import type { PackageFile } from './package-file.ts';
import { type FunctionPlan, type Step, step, to } from './plan.ts';
import { refuseObstacles } from './preconditions.ts';
import { planUrl } from './url-plan.ts';
import { planVersions } from './version-plan.ts';

const shortHash = (sha256: string | undefined) => sha256?.slice(0, 10) ?? '';
const size = (bytes: number) => `${withCommas(bytes)} bytes`;

/** Where a zip is put into a bucket: by its content, so that the same zip is uploaded once. */
export function bucketKey({ bucket }: DesiredFunction, zip: PackageFile): string {
  const hex = Buffer.from(zip.sha256, 'base64').toString('hex');
  const prefix = bucket?.prefix ?? '';
  return `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}${hex}.zip`;
}

const shortDigest = (uri: string | undefined) =>
  uri
    ?.split('@')
    .at(-1)
    ?.replace(/^sha256:/, '')
    .slice(0, 10);

/** An image by its address, and by its digest where that is not a part of it. */
function imageChanges(code: ImageFile, current: CurrentFunction | undefined): Change[] {
  const { image, digest } = code;
  const resolved = digest === undefined || image.digest !== undefined ? '' : ` (${shortDigest(digest)})`;
  const from = current?.image === undefined ? {} : { from: oneLine(current.image) };
  return [{ field: 'image', ...from, to: `${image.text}${resolved}` }];
}

function codeChanges(desired: DesiredFunction, code: Code, current: CurrentFunction | undefined): Change[] {
  if (isImage(code)) return imageChanges(code, current);
  return zipChanges(desired, code, current?.configuration.CodeSha256);
}

function zipChanges(desired: DesiredFunction, zip: PackageFile, before: string | undefined): Change[] {
  const { bucket } = desired;
  const from = before === undefined ? {} : { from: shortHash(before) };
  return [
    { field: 'code', ...from, to: `${shortHash(zip.sha256)} (${size(zip.bytes.length)})` },
    ...(bucket ? [to('through', `s3://${bucket.name}/${bucketKey(desired, zip)}`)] : []),
  ];
}

function architectureChanges(desired: DesiredFunction, { configuration }: CurrentFunction): Change[] {
  const [architecture = 'x86_64'] = configuration.Architectures ?? [];
  return architecture === desired.architecture
    ? []
    : [{ field: 'architecture', from: architecture, to: desired.architecture }];
}

function planCode(desired: DesiredFunction, current: CurrentFunction, code: Code): Step[] {
  const { CodeSha256, LastUpdateStatus } = current.configuration;
  const isSame = isImage(code) ? isSameImage(code, current.image) : CodeSha256 === code.sha256;
  const changes = [
    // After a failed update it is unknown which code the next start would get.
    ...(isSame && LastUpdateStatus !== 'Failed' ? [] : codeChanges(desired, code, current)),
    ...architectureChanges(desired, current),
  ];
  return changes.length > 0 ? [step('update code', changes)] : [];
}

/** Those of a new function are a part of its creation. */
function planTags({ tags = {} }: DesiredFunction, current: CurrentFunction | undefined): Step[] {
  if (current === undefined) return [];
  const before = new Map(Object.entries(current.tags));
  const changes = Object.entries(tags)
    .filter(([key, value]) => before.get(key) !== value)
    .map(([key, value]) => {
      const from = before.get(key);
      return { field: key, ...(from === undefined ? {} : { from }), to: value };
    });
  return changes.length > 0 ? [step('tag', changes)] : [];
}

/** Makes the role, or says that it is there, and what it may do besides. */
function planRole(desired: DesiredFunction, role: ExistingRole | undefined): Step {
  const rights = rightsOf(desired).map((right) => to('right', right));
  if (role === undefined) return step('create role', [to('role', roleName(desired.name)), ...rights]);
  const others = otherPolicies(role, desired).map((policy) => to('it has also', policy));
  return step('use existing role', [to('role', role.name), ...rights, ...others]);
}

function planCreation(desired: DesiredFunction, code: Code, existing: ExistingRole | undefined): Step[] {
  if (desired.role === undefined && !desired.createRole) {
    throw new UsageError(
      `${desired.name} does not exist yet and a new function needs an execution role; give --role NAME|ARN, or --create-role.`,
    );
  }
  const role = desired.createRole ? [planRole(desired, existing)] : [];
  const { changes } = configurationDifference(desired, undefined);
  const tags = Object.entries(desired.tags ?? {}).map(([key, value]) => to(`tag ${key}`, value));
  const first = [...codeChanges(desired, code, undefined), to('architecture', desired.architecture)];
  return [...role, step('create', [...first, ...changes, ...tags])];
}

function planUpdate(desired: DesiredFunction, current: CurrentFunction, code: Code): Step[] {
  refuseObstacles(desired, current);
  const { changes } = configurationDifference(desired, current.configuration);
  return [
    ...planCode(desired, current, code),
    ...(changes.length > 0 ? [step('update configuration', changes)] : []),
  ];
}

/** The settings that take steps in an order of their own. A row that names another planner does not compile. */
const planners: Readonly<
  Record<Planned['by'], (desired: DesiredFunction, current: CurrentFunction | undefined) => Step[]>
> = { tags: planTags, url: planUrl };

const partition = <T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] => [
  items.filter(is),
  items.filter((item) => !is(item)),
];

/** The changes of steps, each with what it is about. */
const named = (steps: readonly Step[], name: (step: Step, change: Change) => string): Change[] =>
  steps.flatMap((one) => one.changes.map((change) => ({ ...change, field: name(one, change) })));

/**
 * What differs between a function and how it is to be, apart from its code and its versions; whether Lambda would take an
 * update is not asked.
 * @throws UsageError for what Lambda would refuse in any case.
 */
export function settingDifferences(desired: DesiredFunction, current: CurrentFunction): Change[] {
  const { tags, url } = planners;
  return [
    ...architectureChanges(desired, current),
    ...configurationDifference(desired, current.configuration).changes,
    ...named(tags(desired, current), (_, { field }) => `tag ${field}`),
    ...named(planCalls(desired, current), (_, { field }) => field),
    ...named(url(desired, current), ({ action }, { field }) => `${action}: ${field}`),
  ];
}

/**
 * What it takes to bring a function from what it is to what it is to be. Pure: reads nothing, changes nothing.
 * @param role the role of the function's name, when it is to get one of its own and there is one already.
 * @throws UsageError when a flag is missing, UserError when Lambda would refuse every way there.
 */
export function planFunction(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  code: Code,
  role?: ExistingRole,
): FunctionPlan {
  const { canary } = desired;
  const { request } = configurationDifference(desired, current?.configuration);
  const shared = canary === undefined ? undefined : requireShareable(desired, current, request);
  const main = current === undefined ? planCreation(desired, code, role) : planUpdate(desired, current, code);
  const sendsCode = main.some(({ action }) => action === 'create' || action === 'update code');
  if (
    sendsCode &&
    !isImage(code) &&
    desired.bucket === undefined &&
    code.bytes.length >= lambdaLimits.zippedDirect
  ) {
    throw new UsageError(
      `${code.path} has ${size(code.bytes.length)}, Lambda takes less than ${size(lambdaLimits.zippedDirect)} directly; name a bucket with --s3-bucket.`,
    );
  }
  const { steps: versions, notes } = planVersions(desired, current, main.length > 0, shared);
  // The URL comes after the alias that it may belong to; versions are deleted when all else is done.
  const [deletions, publications] = partition(versions, ({ action }) => action === 'delete versions');
  const { tags, url } = planners;
  const steps = [
    ...main,
    ...tags(desired, current),
    ...planCalls(desired, current),
    ...publications,
    ...url(desired, current),
    ...deletions,
  ];
  const changed = new Set(steps.flatMap(({ changes }) => changes.map(({ field }) => field)));
  const remarks = current ? remarksOn({ desired, current, changed }) : [];
  const ofCanary = current && shared ? canaryRemarks(desired, current) : [];
  const shifts = steps.some(({ action }) => action === 'shift alias');
  return {
    name: desired.name,
    steps,
    notes: [...remarks, ...imageRemarks(desired), ...ofCanary, ...notes],
    ...(shifts ? { next: nextOfShift(desired) } : {}),
  };
}
