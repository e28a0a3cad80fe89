import { resourceArn, resourceName } from '../../project/infrastructure/access.ts';
import { plainValue } from '../../project/infrastructure/cloudformation-text.ts';
import { samEvents } from '../../project/infrastructure/sam-surroundings.ts';
import {
  kinesisKey,
  type SurroundingResource,
  type Surroundings,
  visibilitySecondsOf,
} from '../../samples/surroundings.ts';
import type { Place } from '../../settings/row.ts';
import { isObject, type Members } from '../../settings/values.ts';
import { quote } from '../../ui/shell-word.ts';
import type { OutsideEvent } from './outside.ts';
import { command, spacedJson } from './outside-triggers.ts';

/** What stands around a function in its description, under the names that `deploy` takes for it. */

/** The function as far as its resources depend on it. */
export interface OutsideFunction {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** In seconds. */
  readonly timeout: number;
}

type Queue = Extract<SurroundingResource, { type: 'queue' }>;

/** A reference of a template as the ARN or the name that it means; what is not known beforehand is a word in capitals. */
function resolved(value: unknown, arnOf: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, arnOf));
  if (!isObject(value)) return value;
  if (Array.isArray(value['Fn::GetAtt'])) {
    const [name, attribute] = value['Fn::GetAtt'] as [string, string];
    return attribute === 'Arn' ? arnOf(name) : 'STREAM_ARN';
  }
  if (typeof value.Ref === 'string') return arnOf(value.Ref);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, arnOf)]));
}

/** What starts the function, as SAM has it, with ARNs in place of references. */
export function describedEvents(
  fn: OutsideFunction,
  surroundings: Surroundings,
  place: Place,
): OutsideEvent[] {
  const arnOf = (name: string) =>
    resourceArn(
      surroundings.resources[name]?.type as SurroundingResource['type'],
      resourceName(fn, surroundings, name),
      place,
    );
  return Object.values(samEvents(surroundings, (name) => name)).map(({ Type, Properties }) => ({
    type: Type,
    properties: resolved(plainValue(Properties), arnOf) as Members,
  }));
}

function queueAttributes(
  { retentionSeconds, deadLetter }: Queue,
  visibilitySeconds: number | undefined,
  arnOf: (queue: string) => string,
): Members {
  const redrive = deadLetter && {
    deadLetterTargetArn: arnOf(deadLetter.queue),
    maxReceiveCount: deadLetter.maxReceives,
  };
  const attributes = {
    VisibilityTimeout: visibilitySeconds,
    MessageRetentionPeriod: retentionSeconds,
    RedrivePolicy: redrive && JSON.stringify(redrive),
  };
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

const option = (name: string, value: Members) =>
  Object.keys(value).length === 0 ? undefined : `--${name} ${quote(spacedJson(value))}`;

/** Queues that others send their failures to come first. */
const inOrder = ({ resources }: Surroundings) =>
  Object.entries(resources).sort(
    ([, a], [, b]) =>
      Number(a.type === 'queue' && !!a.deadLetter) - Number(b.type === 'queue' && !!b.deadLetter),
  );

/** The commands that make the resources. Source: the AWS CLI's reference. */
export function resourceCommands(fn: OutsideFunction, surroundings: Surroundings, place: Place): string[] {
  const nameOf = (name: string) => resourceName(fn, surroundings, name);
  const commandsOf = ([key, resource]: readonly [string, SurroundingResource]): string[] => {
    const name = nameOf(key);
    switch (resource.type) {
      case 'queue': {
        const visible = visibilitySecondsOf(surroundings, key, fn.timeout);
        const arnOf = (queue: string) => resourceArn('queue', nameOf(queue), place);
        const attributes = queueAttributes(resource, visible, arnOf);
        return [command(`aws sqs create-queue --queue-name ${name}`, option('attributes', attributes))];
      }
      case 'table': {
        const { key: own, stream } = resource;
        const make = command(
          `aws dynamodb create-table --table-name ${quote(name)} --billing-mode PAY_PER_REQUEST`,
          `--attribute-definitions ${quote(`AttributeName=${own.name},AttributeType=${own.type}`)}`,
          `--key-schema ${quote(`AttributeName=${own.name},KeyType=HASH`)}`,
          stream && `--stream-specification StreamEnabled=true,StreamViewType=${stream}`,
        );
        const ask = `aws dynamodb describe-table --table-name ${quote(name)} --query Table.LatestStreamArn`;
        return stream === undefined ? [make] : [make, ask];
      }
      case 'stream':
        return [
          `aws kinesis create-stream --stream-name ${name} --stream-mode-details StreamMode=ON_DEMAND`,
          `aws kinesis start-stream-encryption --stream-name ${name} --encryption-type KMS --key-id ${kinesisKey}`,
        ];
      case 'topic':
        return [`aws sns create-topic --name ${name}`];
      case 'bucket':
        return ['aws s3 mb s3://BUCKET'];
    }
  };
  return inOrder(surroundings).flatMap(commandsOf);
}
