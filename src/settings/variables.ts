import { UsageError } from '../errors.ts';
import { lambdaLimits } from '../platform/limits.ts';

type Variables = Readonly<Record<string, string>>;

/** Lambda's own rule for the names of environment variables. */
const variableName = /^[A-Za-z][A-Za-z0-9_]+$/;

/** Variables that Lambda sets itself and reserves. Source: AWS, "Defined runtime environment variables". */
const reservedNames: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** The size as Lambda measures it: the variables as one JSON object, quotes and commas included. */
export const environmentBytes = (environment: Variables): number =>
  Buffer.byteLength(JSON.stringify(environment));

/** @throws UsageError for a name that Lambda refuses, or more variables than it takes (4 KB together). */
export function checkEnvironment(environment: Variables): void {
  const wrong = Object.keys(environment).find((name) => !variableName.test(name));
  if (wrong !== undefined) {
    throw new UsageError(
      `Environment variable "${wrong}" has a name that Lambda refuses; it takes a letter, then letters, digits and "_", two characters at least.`,
    );
  }
  const bytes = environmentBytes(environment);
  if (bytes > lambdaLimits.environment) {
    throw new UsageError(
      `The environment variables take ${bytes} bytes as JSON; Lambda takes ${lambdaLimits.environment}.`,
    );
  }
}

/**
 * The same for a function on AWS, where some names are Lambda's own: it would refuse them after the code is there.
 * @throws UsageError
 */
export function checkDeployedEnvironment(environment: Variables): void {
  const taken = Object.keys(environment).filter((name) => reservedNames.has(name));
  if (taken.length > 0) {
    throw new UsageError(
      `Lambda sets ${taken.join(', ')} itself and refuses other values; leave ${taken.length === 1 ? 'it' : 'them'} out of --env, --env-var-file and the settings.`,
    );
  }
  checkEnvironment(environment);
}

/** Below this, a value is a number or a switch, and words that have it in them would be cut to pieces. */
const shortestSecret = 4;

/** A text without the values of variables, as they are or as JSON has them. */
export function maskValues(text: string, environment: Variables): string {
  const values = Object.values(environment)
    .filter(({ length }) => length >= shortestSecret)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return values.reduce((masked, value) => masked.replaceAll(value, '***'), text);
}
