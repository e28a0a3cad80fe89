import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import { UsageError, UserError } from '../../errors.ts';
import { isRegion } from '../../platform/aws-names.ts';
import { oneLine } from './one-line.ts';
import { proxyAgents } from './proxy.ts';
import { PatientRetries } from './retries.ts';
import { type Way, ways } from './ways.ts';

/** Where the calls go; what is left out comes from the SDK's standard chain (environment, shared files). */
export interface Target {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** How the user says it; by flags where this is left out. */
  readonly by?: Way | undefined;
}

/** Clients for one region and one identity. All but Lambda's are loaded by the runs that need them. */
export interface Session {
  readonly target: Target;
  readonly region: string;
  readonly lambda: LambdaClient;
  /** For invocations: no attempt is repeated that may have run. */
  readonly invoker: LambdaClient;
  ecr(): Promise<ECRClient>;
  iam(): Promise<IAMClient>;
  s3(): Promise<S3Client>;
  logs(): Promise<CloudWatchLogsClient>;
  metrics(): Promise<CloudWatchClient>;
  sqs(): Promise<SQSClient>;
  kinesis(): Promise<KinesisClient>;
  dynamoDbStreams(): Promise<DynamoDBStreamsClient>;
  sts(): Promise<STSClient>;
  /** Ends the idle connections, which would keep the process alive for a while. */
  close(): void;
}

const connectionTimeoutMs = 10_000;

const nothing = () => {};
/** The SDK's remarks are for programmers; what matters to a user becomes an error of ours. */
const silence = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The ways to name a region: the flag where there is one, and the variable. */
const regionWays = (by: Way = 'flags') => [...new Set([ways[by].region, ways.environment.region])];

function checkRegion(region: string, by: Way | undefined): string {
  if (isRegion(region)) return region;
  throw new UsageError(
    `Invalid region "${region}"; it looks like eu-central-1 (see ${regionWays(by).join(', ')}).`,
  );
}

async function findRegion(
  lambda: LambdaClient,
  profile: string | undefined,
  by: Way | undefined,
): Promise<string> {
  let region: string;
  try {
    region = await lambda.config.region();
  } catch (error) {
    const missing = profile
      ? `The AWS profile ${JSON.stringify(profile)} has no region, or is not in ~/.aws/config`
      : 'No AWS region is set';
    throw new UsageError(
      `${missing}; ${by === 'environment' ? '' : 'give --region REGION, '}set AWS_REGION, or put one into ~/.aws/config with "aws configure".`,
      { cause: error },
    );
  }
  return checkRegion(region, by);
}

/** The chain throws errors of its own kind; plain ones come of a profile that names what is not there. */
async function requireCredentials(lambda: LambdaClient, profile: string | undefined): Promise<void> {
  try {
    await lambda.config.credentials();
  } catch (error) {
    const { name, message } = error as Error;
    if (!['Error', 'TypeError'].includes(name)) throw error;
    const reason = name === 'Error' ? oneLine(message) : 'a section that it names is missing';
    const which = profile ? `The AWS profile ${JSON.stringify(profile)}` : 'The AWS configuration';
    throw new UserError(`${which} cannot be used: ${reason} (see ~/.aws/config).`, 2, {
      cause: error,
    });
  }
}

function checkEndpoint(endpointUrl: string): string {
  if (/^https?:\/\/./.test(endpointUrl) && URL.canParse(endpointUrl)) return endpointUrl;
  throw new UsageError(`--endpoint-url "${endpointUrl}" is not a URL; it looks like http://127.0.0.1:9001.`);
}

/**
 * Opens a session; nothing is sent but what the credential chain itself needs.
 * @throws UsageError when no region is known, or region or endpoint are malformed.
 * @throws the SDK's CredentialsProviderError when there are no credentials.
 */
export async function connect(target: Target): Promise<Session> {
  // Read when a client is made: on Node 20 the SDK prints eight lines about Node 22 otherwise.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // The AWS CLI's older variable, which the SDK does not read.
  const region = target.region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined);
  const shared = {
    logger: silence,
    requestHandler: { connectionTimeout: connectionTimeoutMs, ...(await proxyAgents()) },
    ...(region === undefined ? {} : { region }),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...(target.endpointUrl === undefined ? {} : { endpoint: checkEndpoint(target.endpointUrl) }),
  };
  const patient = { ...shared, retryStrategy: new PatientRetries(3) };
  const lambda = new LambdaClient(patient);
  const profile = target.profile ?? process.env.AWS_PROFILE;
  const found = await findRegion(lambda, profile, target.by);
  await requireCredentials(lambda, profile);
  const known = { ...patient, region: found, credentials: lambda.config.credentials };
  const invoker = new LambdaClient({ ...known, retryStrategy: new PatientRetries(1) });
  const open: { destroy(): void }[] = [lambda, invoker];
  const keep = <C extends { destroy(): void }>(client: C): C => {
    open.push(client);
    return client;
  };
  /** A client that is made when it is asked for, once. */
  const lazily = <C extends { destroy(): void }>(make: () => Promise<C>): (() => Promise<C>) => {
    let client: Promise<C> | undefined;
    return () => {
      client ??= make().then(keep);
      return client;
    };
  };
  return {
    target,
    region: found,
    lambda,
    invoker,
    ecr: lazily(async () => new (await import('@aws-sdk/client-ecr')).ECRClient(known)),
    iam: lazily(async () => new (await import('@aws-sdk/client-iam')).IAMClient(known)),
    s3: lazily(async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      return new S3Client({ ...known, forcePathStyle: target.endpointUrl !== undefined });
    }),
    logs: lazily(async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return new CloudWatchLogsClient(known);
    }),
    metrics: lazily(async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatchClient(known);
    }),
    sqs: lazily(async () => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      // It would send a request to whatever host a queue's URL names.
      return new SQSClient({ ...known, useQueueUrlAsEndpoint: false });
    }),
    kinesis: lazily(async () => {
      const { KinesisClient } = await import('@aws-sdk/client-kinesis');
      // It speaks HTTP/2 by itself, which proxies and servers that stand for AWS do not.
      return new KinesisClient({ ...known, requestHandler: lambda.config.requestHandler });
    }),
    dynamoDbStreams: lazily(async () => {
      const { DynamoDBStreamsClient } = await import('@aws-sdk/client-dynamodb-streams');
      return new DynamoDBStreamsClient(known);
    }),
    sts: lazily(async () => new (await import('@aws-sdk/client-sts')).STSClient(known)),
    close: () => {
      for (const client of open) client.destroy();
    },
  };
}
