import {
  defaultRuntime,
  isDeprecated,
  isRuntime,
  type Runtime,
  runtimeFacts,
} from '../../platform/runtimes.ts';
import type { ProjectFacts } from '../read/project-model.ts';

export interface RuntimeDecision {
  readonly runtime: Runtime;
  /** What to say of one that was kept. */
  readonly remark?: string | undefined;
}

/** The managed runtime that all functions of a project have, where a native program can stay on it. */
function managedRuntime({ own }: ProjectFacts): Runtime | undefined {
  const [runtime, ...others] = new Set(own.filter(({ isImage }) => !isImage).map((fn) => fn.runtime));
  return others.length === 0 && isRuntime(runtime) && runtimeFacts[runtime].isManaged ? runtime : undefined;
}

/**
 * The runtime of a converted project: the one that is asked for, the managed one that its functions have, or the
 * default. What is kept is said, with what it costs.
 * @param today an ISO date
 */
export function decideRuntime(
  facts: ProjectFacts,
  asked: Runtime | undefined,
  today = new Date().toISOString().slice(0, 10),
): RuntimeDecision {
  if (asked) return { runtime: asked };
  const runtime = managedRuntime(facts);
  if (!runtime) return { runtime: defaultRuntime };
  const age = isDeprecated(runtime, today)
    ? ` AWS deprecated it on ${runtimeFacts[runtime].deprecated}.`
    : '';
  return {
    runtime,
    remark: `Runtime ${runtime} stays; --runtime ${defaultRuntime} starts the program without AWS's script.${age}`,
  };
}
