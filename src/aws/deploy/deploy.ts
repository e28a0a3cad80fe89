import pMap from 'p-map';
import { InterruptedError } from '../../errors.ts';
import { maskValues } from '../../settings/variables.ts';
import { applyStep } from '../apply/apply.ts';
import { isStale } from '../apply/changes.ts';
import { type Run, startProgress } from '../apply/run.ts';
import { explainAws } from '../session/failure.ts';
import type { FunctionPlan, Step, StepAction } from './plan.ts';
import { type Deployment, type Planned, planOne, waitingOf } from './planning.ts';
import { versionOfLatest } from './version-plan.ts';

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
  /** What to do next. */
  readonly next?: string;
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

/** How often a plan is made again because the function was changed from elsewhere meanwhile. */
const mostPlans = 3;

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
    const run: Run = { ...waiting, desired, code: deployment.code, progress: startProgress(current) };
    let at = 0;
    try {
      for (const step of plan.steps) {
        deployment.say(`${desired.name}: ${step.action}`);
        await applyStep(run, step);
        done.push(step.action);
        at++;
      }
      const next = plan.next === undefined ? {} : { next: plan.next };
      return { ...resultOf(planned, run, done), ...next, status: 'done' };
    } catch (error) {
      // What was asked for is relative to what there was; it is not done to something else.
      if (isStale(error) && deployment.mode === 'deploy' && attempt < mostPlans) {
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
