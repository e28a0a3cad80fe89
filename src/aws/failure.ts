import { InterruptedError, UsageError, UserError } from '../errors.ts';
import type { Target } from './session.ts';

/** What an SDK error tells, whichever service sent it. */
interface Told {
  readonly name: string;
  /** The service's first line: what follows it may quote the request, signature and token included. */
  readonly message: string;
  /** A code of the operating system's network, such as ECONNREFUSED. */
  readonly network: string | undefined;
  readonly status: number | undefined;
}

interface Row {
  readonly when: (told: Told) => boolean;
  readonly say: (told: Told, target: Target) => string;
  readonly usage?: true;
}

const mostCharacters = 400;

const endpointOf = ({ endpointUrl, region }: Target) =>
  endpointUrl === undefined ? `AWS${region ? ` (${region})` : ''}` : new URL(endpointUrl).origin;

const signIn =
  'sign in again ("aws sso login" or "aws configure"), or set fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN';

const named =
  (...names: readonly string[]) =>
  ({ name }: Told) =>
    names.includes(name);

/** The action that a denied call was missing, as IAM words it. */
const deniedAction = (message: string) => /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];

/** The first row that fits speaks. Order: identity, network, permission, then what the service refuses. */
const rows: readonly Row[] = [
  {
    when: ({ name, message }) =>
      name === 'ExpiredTokenException' ||
      name === 'ExpiredToken' ||
      name === 'TokenRefreshRequired' ||
      /security token .*expired|token (has |is )?expired|SSO session.*(expired|invalid)/i.test(message),
    say: () => `The AWS credentials have expired; ${signIn}.`,
  },
  {
    when: ({ name, message }) =>
      ['RequestTimeTooSkewed', 'RequestExpired'].includes(name) ||
      /Signature (not yet current|expired)/.test(message),
    say: () => "AWS refuses the request's time; set this machine's clock right.",
  },
  {
    when: named('CredentialsProviderError'),
    say: (_, { profile = process.env.AWS_PROFILE }) =>
      profile
        ? `The AWS profile "${profile}" gives no credentials; look at it with "aws configure list --profile ${profile}", sign in with "aws sso login --profile ${profile}", or name another with --profile.`
        : 'No AWS credentials were found; run "aws configure" or "aws sso login", set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile.',
  },
  {
    when: named(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'InvalidSignature',
      'AuthFailure',
      'InvalidToken',
    ),
    say: () => `AWS does not accept these credentials; ${signIn}.`,
  },
  {
    when: ({ network, name }) => network !== undefined || name === 'TimeoutError',
    say: ({ network, name }, target) =>
      `${endpointOf(target)} cannot be reached (${network ?? name}); check the network, the proxy, --region and --endpoint-url.`,
  },
  {
    when: ({ name, status }) => /^AccessDenied|^Forbidden$/.test(name) || status === 403,
    say: ({ message }) => {
      const action = deniedAction(message);
      const ask = action === undefined ? 'the permission' : action;
      return `AWS denies it: ${message}. Ask for ${ask}, or use another identity with --profile.`;
    },
  },
  {
    when: ({ message }) => message.includes('cannot be assumed by Lambda'),
    say: () =>
      'Lambda cannot assume the role; its trust policy must allow sts:AssumeRole to lambda.amazonaws.com (or take --create-role).',
  },
  {
    when: named('RequestEntityTooLargeException', 'RequestTooLargeException'),
    say: () => 'The zip is too large for a direct upload; name a bucket with --s3-bucket BUCKET.',
  },
  {
    when: named('CodeStorageExceededException'),
    say: ({ message }) => `${message}. Delete old versions, for instance with --keep-versions 3.`,
  },
  {
    when: ({ name, message }) =>
      name === 'ResourceNotFoundException' && message.startsWith('Function not found'),
    say: ({ message }) =>
      `${message}. Deploy it with "lambda-nativeaot deploy", or look in another --region.`,
  },
  {
    when: named('TooManyRequestsException', 'ThrottlingException', 'Throttling'),
    say: () => 'AWS throttles these calls, also after ten attempts; wait a minute and run it again.',
  },
  {
    when: ({ message }) => message.includes('no longer supported for creating or updating'),
    say: ({ message }) => `${message}. Take --runtime provided.al2023 and build for it.`,
  },
  {
    when: ({ name, message }) => name === 'NoSuchBucket' || message.includes('NoSuchBucket'),
    say: () => 'There is no such bucket (or not in this region); name another with --s3-bucket.',
  },
  {
    when: ({ message }) => /^Region not accepted/.test(message),
    say: (_, { region }) => `Region "${region}" is none; it looks like eu-central-1.`,
    usage: true,
  },
];

const firstLine = (text: string) => {
  const line = (text.split('\n', 1)[0] as string).trim().replace(/[.\s]+$/, '');
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
};

const systemCode =
  /^(E[A-Z_]{3,}|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_[A-Z_]+|SELF_SIGNED[A-Z_]*)$/;

/** An error of the SDK's: a service's answer, a network failure, or the credential chain's. */
function read(error: Error): Told | undefined {
  const { code, $metadata, syscall } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number };
  };
  const isNetwork = code !== undefined && systemCode.test(code) && (syscall !== undefined || $metadata);
  const isSdk =
    $metadata !== undefined ||
    isNetwork ||
    error.name === 'CredentialsProviderError' ||
    error.name === 'TokenProviderError' ||
    /^Region not accepted/.test(error.message);
  if (!isSdk) return undefined;
  return {
    name: error.name === 'TokenProviderError' ? 'CredentialsProviderError' : error.name,
    message: firstLine(error.message),
    network: isNetwork ? code : undefined,
    status: $metadata?.httpStatusCode,
  };
}

/** True for what a run that was aborted throws. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * The same error as one line for the user, when AWS or the way there is its cause; anything else as it is.
 * No part of a request gets into it: services quote it, with its signature, after the first line.
 */
export function explainAws(error: unknown, target: Target): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (isAbort(error)) return new InterruptedError();
  const told = read(error);
  if (told === undefined) return error;
  const row = rows.find(({ when }) => when(told));
  if (row === undefined) return new UserError(`AWS refuses it: ${told.message} (${told.name}).`);
  const text = row.say(told, target);
  return row.usage ? new UsageError(text) : new UserError(text);
}

/** Runs something that talks to AWS; what it throws has been through explainAws. */
export async function withAwsErrors<T>(target: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAws(error, target);
  }
}
