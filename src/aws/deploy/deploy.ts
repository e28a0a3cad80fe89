import pMap from 'p-map';
import { InterruptedError } from '../../errors.ts';
import { maskValues } from '../../settings/variables.ts';
import { applyStep } from '../apply/apply.ts';
import { isStale } from '../apply/changes.ts';
import { type Pace, type Run, startProgress, type Waiting } from '../apply/run.ts';
import { readCalls } from '../apply/setting-calls.ts';
import { isBusy, settle } from '../apply/waits.ts';
import type { ExistingRole } from '../iam/role-check.ts';
import { planRoleDeletion } from '../iam/role-deletion.ts';
import { roleName } from '../iam/role-names.ts';
import { findOwnRole } from '../iam/roles.ts';
import { explainAws } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { type CurrentFunction, type Parts, readFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { ownerRemark } from './notes.ts';
import type { Outside } from './outside.ts';
import { outsideNotes } from './outside-notes.ts';
import type { PackageFile } from './package-file.ts';
import { type FunctionPlan, type Step, type StepAction, step } from './plan.ts';
import { planFunction } from './plan-function.ts';
import { planRollback, versionOfLatest } from './version-plan.ts';

/** What is to be done to every function of a deployment. */
export type Mode = 'deploy' | 'rollback' | 'delete';

export interface Deployment {
  readonly session: Session;
  readonly mode: Mode;
  readonly zip: PackageFile;
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

/** What became of a function. */
export interface Result {
  readonly name: string;
  readonly status: 'done' | 'failed' | 'interrupted';
  readonly plan: FunctionPlan;
  /** The steps that are in effect. */
  readonly done: readonly StepAction[];
  readonly arn?: string;
  readonly version?: string;
  readonly url?: string;
  readonly notes: readonly string[];
  /** One line: what went wrong, in which state the function is, how to go on. */
  readonly error?: string;
}

/** What a run of `deploy` came to. */
export interface DeployOutcome {
  readonly region: string;
  readonly stage?: string;
  readonly planned: readonly Planned[];
  /** Absent when the run ended with the plan. */
  readonly results?: readonly Result[];
}

/** How often a plan is made again because somebody else changed the function meanwhile. */
const mostPlans = 3;

const waitingOf = ({ session, signal, maxWait, pace, say }: Deployment): Waiting => ({
  session,
  signal,
  deadline: Date.now() + maxWait * 1000,
  pace,
  say,
});

const partsOf = ({ session, mode }: Deployment, desired: DesiredFunction): Parts => ({
  versions: mode === 'rollback' || desired.publish || desired.keepVersions !== undefined,
  url: mode === 'deploy' && desired.url !== undefined,
  qualifier: desired.alias,
  settings: async (answer) => (mode === 'deploy' ? readCalls(desired, session, answer) : {}),
});

function makePlan(
  { mode, zip }: Deployment,
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  role: ExistingRole | undefined,
): FunctionPlan {
  const { name } = desired;
  if (mode === 'deploy') return planFunction(desired, current, zip, role);
  if (mode === 'rollback') return planRollback(name, desired.alias as string, current);
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

async function planOne(deployment: Deployment, desired: DesiredFunction, waits: boolean): Promise<Planned> {
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
  const plan = makePlan(deployment, desired, current, role);
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

const list = (steps: readonly (Step | StepAction)[]) =>
  steps.map((step) => (typeof step === 'string' ? step : step.action)).join(', ');

/** The cause, and the state that the function is in. */
function failureLine(cause: string, plan: FunctionPlan, done: readonly StepAction[], at: number): string {
  const left = plan.steps.slice(at);
  const between =
    done.includes('update code') && left.some(({ action }) => action === 'update configuration')
      ? ' It has the new code and the old configuration.'
      : '';
  const soFar = done.length === 0 ? '' : ` Done: ${list(done)}.`;
  return `${cause}${soFar} Not finished: ${list(left)}.${between} Run the same command again to continue.`;
}

function resultOf(planned: Planned, run: Run, done: readonly StepAction[]): Omit<Result, 'status'> {
  const { arn, url, version, notes } = run.progress;
  const standing = planned.current && planned.desired.publish ? versionOfLatest(planned.current) : undefined;
  const shown = version ?? standing;
  return {
    name: planned.desired.name,
    plan: planned.plan,
    done,
    ...(arn === undefined ? {} : { arn }),
    ...(shown === undefined ? {} : { version: shown }),
    ...(url === undefined ? {} : { url }),
    notes: [...planned.plan.notes, ...notes],
  };
}

/** Carries out one function's plan. Never throws for what AWS, the network or the user did: that is a result. */
async function applyOne(deployment: Deployment, first: Planned): Promise<Result> {
  const { desired } = first;
  const waiting = waitingOf(deployment);
  const done: StepAction[] = [];
  let planned = first;
  for (let attempt = 1; ; attempt++) {
    const { plan, current } = planned;
    const run: Run = { ...waiting, desired, zip: deployment.zip, progress: startProgress(current) };
    let at = 0;
    try {
      for (const step of plan.steps) {
        deployment.say(`${desired.name}: ${step.action}`);
        await applyStep(run, step);
        done.push(step.action);
        at++;
      }
      return { ...resultOf(planned, run, done), status: 'done' };
    } catch (error) {
      if (isStale(error) && attempt < mostPlans) {
        deployment.say(`${desired.name}: something else changed it; planning again`);
        try {
          planned = await planOne(deployment, desired, true);
          continue;
        } catch (planError) {
          return failed(deployment, planned, run, done, at, planError);
        }
      }
      return failed(deployment, planned, run, done, at, error);
    }
  }
}

/** All variables that AWS may quote in a refusal. */
const variablesOf = ({ desired, current }: Planned) => ({
  ...current?.configuration.Environment?.Variables,
  ...desired.environment?.variables,
});

function failed(
  { session }: Deployment,
  planned: Planned,
  run: Run,
  done: readonly StepAction[],
  at: number,
  error: unknown,
): Result {
  const cause = explainAws(error, session.target);
  if (!(cause instanceof Error) || !('code' in cause)) throw cause;
  const interrupted = cause instanceof InterruptedError;
  const words = interrupted ? 'Interrupted.' : maskValues(cause.message, variablesOf(planned));
  return {
    ...resultOf(planned, run, done),
    status: interrupted ? 'interrupted' : 'failed',
    error: failureLine(words, planned.plan, done, at),
  };
}

/** Applies the plans, several functions at a time; one that fails does not stop the others. */
export function applyAll(deployment: Deployment, planned: readonly Planned[]): Promise<Result[]> {
  return pMap(planned, (one) => applyOne(deployment, one), { concurrency: deployment.jobs });
}
