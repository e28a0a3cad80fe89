import type { Architecture } from '../../platform/architectures.ts';
import { boundedName } from '../../platform/aws-names.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { zipOf } from '../../platform/outputs.ts';
import { handlerSetting, type Runtime } from '../../platform/runtimes.ts';
import type { Sample } from '../../samples/sample.ts';
import { complete, type Surroundings } from '../../samples/surroundings.ts';
import { usualLogGroup } from '../../settings/log-group.ts';
import type { FunctionSettings, Settings } from '../settings.ts';

/** What a template says where the settings say nothing: days that the log is kept, and the alias that callers take. */
export const infrastructureDefaults = { logRetention: 30, alias: 'live' } as const;

/** A function with all that stands around it, as SAM, CDK and Terraform are written from it. */
export interface DescribedFunction {
  /** The class of its handler. */
  readonly className: string;
  /** Lambda's Handler setting. */
  readonly handler: string;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  /** The zip that is deployed, relative to the project. */
  readonly zip: string;
  /** With what templates say where the settings say nothing. */
  readonly settings: FunctionSettings & {
    readonly logGroup: string;
    readonly logRetention: NonNullable<FunctionSettings['logRetention']>;
  };
  /** False where another function of the project writes to the same group, and has it in its part. */
  readonly hasOwnLogGroup: boolean;
  readonly surroundings: Surroundings;
}

type Project = Pick<Settings, 'name' | 'runtime' | 'architecture'>;

/** @param className of the handler, in the project's names. */
export function describeFunction(
  { name, runtime, architecture }: Project,
  fn: FunctionSettings,
  sample: Sample | undefined,
  className: string,
  hasOwnLogGroup = true,
): DescribedFunction {
  const { handler, variables } = handlerSetting(runtime, fn.handler);
  const surroundings = complete(sample?.surroundings);
  // Those that hold the name of a resource get it from the resource.
  const own = Object.entries(fn.environment ?? {}).filter(
    ([variable]) => !Object.hasOwn(surroundings.environment, variable),
  );
  const environment = { ...variables, ...Object.fromEntries(own) };
  const { environment: _, ...others } = fn;
  return {
    className,
    handler,
    runtime,
    architecture,
    zip: zipOf({ name }),
    settings: {
      ...others,
      logGroup: fn.logGroup ?? usualLogGroup(fn.name),
      logRetention: fn.logRetention ?? infrastructureDefaults.logRetention,
      ...(Object.keys(environment).length === 0 ? {} : { environment }),
    },
    hasOwnLogGroup,
    surroundings,
  };
}

/** `DeadLetterQueue` as names on AWS have it: `dead-letter-queue`. */
const kebab = (word: string) => word.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/**
 * What something is called on AWS where that is to be known beforehand: the function's name, and what it is. The shortest
 * limit of the services holds for all (64, of a rule of EventBridge).
 */
export const nameOnAws = (functionName: string, part: string): string =>
  boundedName(functionName, `-${kebab(part)}`, lambdaLimits.functionNameLength);
