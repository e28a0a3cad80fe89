import type { CSharpParser } from '../../dotnet/csharp.ts';
import type { Declarations } from '../../dotnet/declarations.ts';
import type { LoadedProject } from '../../dotnet/files.ts';
import { isOlder, packageReferences } from '../../dotnet/packages.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { sameId } from '../../functions/project-file.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Warning } from './warning.ts';

/** A type of AWS's event packages that does not read, or write, what the service sends. */
interface EventFault {
  readonly id: string;
  readonly package: string;
  /** The types of which the code names one, where it has the fault. */
  readonly types: readonly string[];
  /** The version that is right; absent where none is. */
  readonly fixed?: string;
  readonly problem: string;
  /** What to do where no version is right. */
  readonly wayOut?: string;
}

/** One row a fault. Source: CHANGELOG.md of aws/aws-lambda-dotnet, and the issues of it that a row names. */
export const eventFaults: readonly EventFault[] = [
  {
    // Issue 1864.
    id: 'event-scheduled-detail',
    package: 'Amazon.Lambda.CloudWatchEvents',
    types: ['ScheduledEvent'],
    problem:
      'ScheduledEvent cannot read the events of EventBridge Scheduler, whose detail is a string (those of EventBridge rules it can)',
    wayOut: 'take CloudWatchEvent<JsonElement> instead, which reads both',
  },
  {
    // Issue 675.
    id: 'event-ecs-attachments',
    package: 'Amazon.Lambda.CloudWatchEvents',
    types: ['ECSTaskStateChangeEvent'],
    fixed: '3.0.0',
    problem: 'ECSTaskStateChangeEvent cannot read the details of attachments',
  },
  {
    // Issue 1406.
    id: 'event-ecs-environment',
    package: 'Amazon.Lambda.CloudWatchEvents',
    types: ['ECSTaskStateChangeEvent'],
    fixed: '4.0.1',
    problem: 'ECSTaskStateChangeEvent cannot read the environment of container overrides',
  },
  {
    id: 'event-batch',
    package: 'Amazon.Lambda.CloudWatchEvents',
    types: ['BatchJobStateChangeEvent'],
    fixed: '4.0.0',
    problem: 'BatchJobStateChangeEvent does not have the properties of the events of AWS Batch',
  },
  {
    // Issue 1644.
    id: 'event-cognito-challenge-null',
    package: 'Amazon.Lambda.CognitoEvents',
    types: ['CognitoDefineAuthChallengeEvent', 'CognitoVerifyAuthChallengeEvent'],
    fixed: '3.0.0',
    problem:
      'the events of Cognito’s challenges cannot be read: it sends null for answerCorrect, issueTokens and failAuthentication',
  },
  {
    id: 'event-cognito-challenge-answer',
    package: 'Amazon.Lambda.CognitoEvents',
    types: ['CognitoVerifyAuthChallengeEvent'],
    fixed: '2.1.1',
    problem: 'CognitoVerifyAuthChallengeEvent cannot read challengeAnswer, which is a string',
  },
  {
    // Issue 2166.
    id: 'event-cognito-migrate-null',
    package: 'Amazon.Lambda.CognitoEvents',
    types: ['CognitoMigrateUserEvent'],
    fixed: '4.0.1',
    problem: 'CognitoMigrateUserEvent cannot be read: Cognito sends null for forceAliasCreation',
  },
  {
    // Issue 1798.
    id: 'event-cognito-claims',
    package: 'Amazon.Lambda.CognitoEvents',
    types: ['CognitoPreTokenGenerationV2Event'],
    fixed: '4.0.0',
    problem: 'CognitoPreTokenGenerationV2Event takes only strings as claims',
  },
  {
    // Issue 1070.
    id: 'event-kafka-partition',
    package: 'Amazon.Lambda.KafkaEvents',
    types: ['KafkaEvent'],
    fixed: '1.0.1',
    problem: 'KafkaEvent cannot be read: the partition of a record is a number',
  },
  {
    id: 'event-kafka-headers',
    package: 'Amazon.Lambda.KafkaEvents',
    types: ['KafkaEvent'],
    fixed: '2.0.0',
    problem: 'KafkaEvent cannot read records with headers, which are signed bytes',
  },
  {
    // Issue 1562.
    id: 'event-rabbitmq-priority',
    package: 'Amazon.Lambda.MQEvents',
    types: ['RabbitMQEvent'],
    fixed: '2.0.0',
    problem: 'RabbitMQEvent cannot read messages without a priority, which is null then',
  },
  {
    id: 'event-lex-confidence',
    package: 'Amazon.Lambda.LexEvents',
    types: ['LexEvent'],
    fixed: '3.0.0',
    problem: 'LexEvent cannot read intents without a nluIntentConfidenceScore, which is null then',
  },
  {
    id: 'event-lex-response',
    package: 'Amazon.Lambda.LexEvents',
    types: ['LexResponse'],
    fixed: '2.0.0',
    problem: 'LexResponse is written with other names of properties than Lex reads',
  },
  {
    id: 'event-lex-v2-confidence',
    package: 'Amazon.Lambda.LexV2Events',
    types: ['LexV2Event'],
    fixed: '1.0.1',
    problem: 'LexV2Event cannot read nluConfidence, which is a number with decimals',
  },
  {
    id: 'event-load-balancer-response',
    package: 'Amazon.Lambda.ApplicationLoadBalancerEvents',
    types: ['ApplicationLoadBalancerResponse'],
    fixed: '2.0.0',
    problem:
      'ApplicationLoadBalancerResponse is written with other names of properties than the load balancer reads',
  },
  {
    id: 'event-analytics-response',
    package: 'Amazon.Lambda.KinesisAnalyticsEvents',
    types: ['KinesisAnalyticsInputPreprocessingResponse', 'KinesisAnalyticsOutputDeliveryResponse'],
    fixed: '2.1.0',
    problem: 'its responses are written with other names of properties than Kinesis Analytics reads',
  },
  {
    id: 'event-analytics-names',
    package: 'Amazon.Lambda.KinesisAnalyticsEvents',
    types: [
      'KinesisAnalyticsFirehoseInputPreprocessingEvent',
      'KinesisAnalyticsStreamsInputPreprocessingEvent',
    ],
    fixed: '2.2.1',
    problem: 'its events lack names that System.Text.Json needs, and some properties stay empty',
  },
  {
    id: 'event-s3-sdk',
    package: 'Amazon.Lambda.S3Events',
    types: ['S3Event'],
    fixed: '3.0.0',
    problem: 'S3Event is made of types of AWSSDK.S3, some of which System.Text.Json cannot read',
  },
];

const identifiers = '(identifier) @name';

/** Which of these types the code names, in any of the sources. */
function namedTypes(
  parser: CSharpParser,
  sources: readonly Declarations[],
  types: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = sources
    .filter(({ source }) => [...types].some((type) => source.text.includes(type)))
    .flatMap(({ source }) => parser.match(identifiers, source.root))
    .map(({ name }) => name?.text ?? '');
  return new Set(found.filter((name) => types.has(name)));
}

/** The faults of the event packages that these projects refer to, where the code uses a type that has them. */
export function eventWarnings(
  { parser, root }: Pick<ProjectFacts, 'parser' | 'root'>,
  projects: readonly LoadedProject[],
  sources: readonly Declarations[],
): Warning[] {
  const found = projects.flatMap((project) =>
    packageReferences(project).flatMap((reference) =>
      eventFaults
        .filter(({ package: id, fixed }) => {
          if (!sameId(id, reference.id)) return false;
          return fixed === undefined || isOlder(reference.version ?? '*', fixed);
        })
        .map((fault) => ({ fault, reference })),
    ),
  );
  if (found.length === 0) return [];
  const named = namedTypes(parser, sources, new Set(found.flatMap(({ fault }) => fault.types)));
  return found
    .filter(({ fault }) => fault.types.some((type) => named.has(type)))
    .map(
      ({ fault: { id, problem, fixed, wayOut }, reference: { id: name, version, reference, central } }) => {
        const { file, element } = central ?? reference;
        return {
          id,
          file: shown(root, file.path),
          line: lineOf(file.text, element.start),
          problem: `${name}${version === undefined ? '' : ` ${version}`}: ${problem}`,
          wayOut: wayOut ?? `raise it to ${fixed} or newer`,
        };
      },
    );
}
