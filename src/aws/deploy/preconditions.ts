import { UserError } from '../../errors.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { mergeVariables } from '../../settings/rows/environment.ts';
import { environmentBytes } from '../../settings/variables.ts';
import { oneLine } from '../session/one-line.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';

type Obstacle = (desired: DesiredFunction, current: CurrentFunction) => string | undefined;

const hasVariables = ({ environment }: DesiredFunction) =>
  Object.keys(environment?.variables ?? {}).length > 0;

/** What keeps a function from being updated. Found out before the code is sent: half an update is of no use. */
const obstacles: readonly Obstacle[] = [
  ({ name, image }, { configuration: { PackageType } }) =>
    PackageType === 'Image' && image === undefined
      ? `${name} is deployed as a container image, which Lambda never turns into a zip; deploy an image with --image URI, take another name, or delete it.`
      : undefined,
  ({ name, image }, { configuration: { PackageType } }) =>
    PackageType !== 'Image' && image !== undefined
      ? `${name} is deployed as a zip, which Lambda never turns into a container image; leave out --image, take another name, or delete it.`
      : undefined,
  ({ name, stage }, { configuration: { State, StateReason } }) =>
    State === 'Failed'
      ? `${name} is in state Failed (${oneLine(StateReason ?? 'no reason given')}), in which Lambda takes no updates; delete it with "lambda-nativeaot deploy --delete ${name}${stage === undefined ? '' : ` --stage ${stage}`}" and deploy again.`
      : undefined,
  (desired, { configuration: { Environment } }) =>
    Environment?.Error && !desired.environment?.replaces && hasVariables(desired)
      ? `The environment variables of ${desired.name} cannot be read (${oneLine(Environment.Error.Message ?? 'no reason given')}), so none can be kept; get access to their key, or give --replace-env.`
      : undefined,
  (desired, { configuration }) => {
    const { environment } = desired;
    if (environment === undefined || !hasVariables(desired)) return undefined;
    const bytes = environmentBytes(mergeVariables(environment, configuration));
    return bytes > lambdaLimits.environment
      ? `With those that ${desired.name} has on AWS, the environment variables take ${bytes} bytes as JSON; Lambda takes ${lambdaLimits.environment}. Give fewer, or drop the others with --replace-env.`
      : undefined;
  },
  ({ name, runtime, image }, { configuration: { Runtime, SnapStart } }) =>
    image === undefined && Runtime !== runtime && SnapStart?.ApplyOn === 'PublishedVersions'
      ? `${name} has SnapStart on, which Lambda refuses for ${runtime}; switch it off: aws lambda update-function-configuration --function-name ${name} --snap-start ApplyOn=None`
      : undefined,
];

/** @throws UserError when Lambda would refuse every way from what there is to what is wanted. */
export function refuseObstacles(desired: DesiredFunction, current: CurrentFunction): void {
  for (const obstacle of obstacles) {
    const problem = obstacle(desired, current);
    if (problem !== undefined) throw new UserError(problem);
  }
}
