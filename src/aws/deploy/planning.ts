import pMap from 'p-map';
import type { Pace, Waiting } from '../apply/run.ts';
import { readCalls } from '../apply/setting-calls.ts';
import { isBusy, settle } from '../apply/waits.ts';
import type { ExistingRole } from '../iam/role-check.ts';
import { planRoleDeletion } from '../iam/role-deletion.ts';
import { roleName } from '../iam/role-names.ts';
import { findOwnRole } from '../iam/roles.ts';
import type { Session } from '../session/session.ts';
import { canaryToPromote, planPromotion, planRollback } from './alias-plan.ts';
import { type CurrentFunction, type Parts, readFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { type Code, imageNotes, isImage, requireArchitecture } from './image-file.ts';
import { readSurroundings } from './lists.ts';
import { ownerRemark } from './notes.ts';
import type { Outside } from './outside.ts';
import { outsideNotes } from './outside-notes.ts';
import { type FunctionPlan, step } from './plan.ts';
import { planFunction } from './plan-function.ts';
import { readVersionMetrics, type VersionMetrics } from './version-metrics.ts';

/** From functions as they are to be, to what is going to happen to them: reads AWS, changes nothing. */

/** What is to be done to every function of a deployment. */
export type Mode = 'deploy' | 'rollback' | 'promote' | 'delete';

export interface Deployment {
  readonly session: Session;
  readonly mode: Mode;
  readonly code: Code;
  /** Whether an image is for the function's processor, and whether a canary had errors, is looked at first. */
  readonly checks: boolean;
  /** What each function needs besides its settings, by its name. */
  readonly outside: ReadonlyMap<string, Outside>;
  /** The most that one function may take, in seconds. */
  readonly maxWait: number;
  /** Functions at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  readonly say: (text: string) => void;
}

/** A function with what there is of it and what is going to happen to it. */
export interface Planned {
  readonly desired: DesiredFunction;
  readonly current: CurrentFunction | undefined;
  readonly plan: FunctionPlan;
}

/** What the waits of one function need to know. */
export const waitingOf = ({ session, signal, maxWait, pace, say }: Deployment): Waiting => ({
  session,
  signal,
  deadline: Date.now() + maxWait * 1000,
  pace,
  say,
});

const partsOf = ({ session, mode }: Deployment, desired: DesiredFunction): Parts => ({
  versions:
    mode === 'rollback' || mode === 'promote' || desired.publish || desired.keepVersions !== undefined,
  url: mode === 'deploy' && desired.url !== undefined,
  qualifier: desired.alias,
  settings: async (answer) => (mode === 'deploy' ? readCalls(desired, session, answer) : {}),
});

/** What is read for one kind of plan alone. */
interface Known {
  readonly role?: ExistingRole | undefined;
  readonly metrics?: VersionMetrics | undefined;
}

/** How the canary that is to be promoted did, unless that is not to be asked. */
async function metricsOf(
  { session, mode, signal, checks }: Deployment,
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
): Promise<VersionMetrics | undefined> {
  const canary = mode === 'promote' && checks ? canaryToPromote(desired, current) : undefined;
  if (canary === undefined) return undefined;
  const { version } = canary;
  const published = current?.versions.find(({ Version }) => Version === version)?.LastModified;
  const target = { name: desired.name, alias: desired.alias as string, version, published };
  return readVersionMetrics(session, target, signal);
}

function makePlan(
  { mode, code, checks }: Deployment,
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  { role, metrics }: Known,
): FunctionPlan {
  const { name } = desired;
  if (mode === 'deploy') {
    if (!isImage(code)) return planFunction(desired, current, code, role);
    if (checks) requireArchitecture(code, desired);
    const plan = planFunction(desired, current, code, role);
    return { ...plan, notes: [...plan.notes, ...imageNotes(code)] };
  }
  if (mode === 'rollback') return planRollback(desired, current);
  if (mode === 'promote') return planPromotion(desired, current, metrics);
  const missing = current === undefined;
  return {
    name,
    steps: missing ? [] : [step('delete function')],
    notes: missing
      ? ['there is no such function.']
      : [...ownerRemark(current), ...roleRemark(desired, current)],
  };
}

/** The role that was made for a function stays when the function goes, unless it is to go too. */
function roleRemark({ name, deleteRole }: DesiredFunction, { configuration }: CurrentFunction): string[] {
  const role = roleName(name);
  const isOwn = configuration.Role?.split('/').at(-1) === role;
  return isOwn && !deleteRole ? [`its role ${role} stays; --delete-role deletes it too.`] : [];
}

/** Reads one function and plans what to do. @param waits see `planAll` */
export async function planOne(
  deployment: Deployment,
  desired: DesiredFunction,
  waits: boolean,
): Promise<Planned> {
  const { session, mode, signal } = deployment;
  const read = () => readFunction(session, desired.name, partsOf(deployment, desired), signal);
  let current = await read();
  const wasBusy = current !== undefined && isBusy(current.configuration);
  if (wasBusy && waits) {
    await settle(waitingOf(deployment), desired.name);
    current = await read();
  }
  const isNew = mode === 'deploy' && current === undefined;
  const wantsRole = isNew && desired.createRole;
  const role = wantsRole ? await findOwnRole(session, desired, signal) : undefined;
  if (current !== undefined && mode === 'deploy' && desired.canary !== undefined) {
    current = { ...current, surroundings: await readSurroundings(session, desired.name, signal) };
  }
  const metrics = await metricsOf(deployment, desired, current);
  const plan = makePlan(deployment, desired, current, { role, metrics });
  const deletesRole = mode === 'delete' && desired.deleteRole;
  const roleSteps = deletesRole ? await planRoleDeletion(session, desired, signal) : [];
  const newNotes = isNew ? outsideNotes(deployment.outside.get(desired.name), desired, session.region) : [];
  const busyNote = wasBusy && !waits ? ['an update of it is in progress.'] : [];
  return {
    desired,
    current,
    plan: {
      ...plan,
      steps: [...plan.steps, ...roleSteps],
      notes: [...(desired.remarks ?? []), ...plan.notes, ...newNotes, ...busyNote],
    },
  };
}

/**
 * Reads every function and plans what to do; changes nothing.
 * @param waits whether to sit out updates that are in progress, so that the plan can be applied.
 * @throws UsageError or UserError for the first function that cannot be planned.
 */
export function planAll(
  deployment: Deployment,
  functions: readonly DesiredFunction[],
  waits: boolean,
): Promise<Planned[]> {
  return pMap(functions, (desired) => planOne(deployment, desired, waits), { concurrency: deployment.jobs });
}
