import { defaultRuntime } from '../../platform/runtimes.ts';
import type { Target } from './session.ts';
import { ways } from './ways.ts';

/** What an SDK error tells, whichever service sent it. */
export interface Told {
  readonly name: string;
  /** The service's first line: what follows it may quote the request, signature and token included. */
  readonly message: string;
  /** A code of the operating system's network, such as ECONNREFUSED. */
  readonly network: string | undefined;
  readonly status: number | undefined;
  /** Which of Lambda's limits a call was refused for. */
  readonly reason: string | undefined;
}

interface Row {
  readonly when: (told: Told) => boolean;
  readonly say: (told: Told, target: Target) => string;
  readonly usage?: true;
}

const endpointOf = ({ endpointUrl, region }: Target) =>
  endpointUrl === undefined ? `AWS${region ? ` (${region})` : ''}` : new URL(endpointUrl).origin;

const signIn =
  'sign in again ("aws sso login" or "aws configure"), or set fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN';

const named =
  (...names: readonly string[]) =>
  ({ name }: Told) =>
    names.includes(name);

const tooLarge = named('RequestEntityTooLargeException', 'RequestTooLargeException');

/** The end of Lambda's message about a function that has no such version or alias. */
const qualified = /^Function not found: .*:function:([\w-]+):([^:]+?)$/;

const certificateCode = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** The action that a denied call was missing, as IAM words it. */
const deniedAction = (message: string) => /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];

/** The first row that fits speaks. Order: identity, network, permission, then what the service refuses. */
export const rows: readonly Row[] = [
  {
    // What was read as a service's answer is a page, of a proxy or of something else at that address.
    when: named('SyntaxError'),
    say: (_, target) =>
      `${endpointOf(target)} answered, but not as AWS does; check ${ways[target.by ?? 'flags'].endpointUrl} and the proxy.`,
  },
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
    say: (_, { profile = process.env.AWS_PROFILE, by = 'flags' }) =>
      profile
        ? `The AWS profile "${profile}" gives no credentials; look at it with "aws configure list --profile ${profile}", sign in with "aws sso login --profile ${profile}", or name another with ${ways[by].profile}.`
        : `No AWS credentials were found; run "aws configure" or "aws sso login", set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with ${ways[by].profile}.`,
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
    when: ({ network = '' }) => certificateCode.test(network),
    say: ({ network }, target) =>
      `The certificate of ${endpointOf(target)} is signed by an authority that Node does not know (${network}); behind a company's proxy, set AWS_CA_BUNDLE to a file with the certificate of its authority.`,
  },
  {
    when: ({ network, name }) => network !== undefined || name === 'TimeoutError',
    say: ({ network, name }, target) => {
      const { region, endpointUrl } = ways[target.by ?? 'flags'];
      return `${endpointOf(target)} cannot be reached (${network ?? name}); check the network, the proxy, ${region} and ${endpointUrl}.`;
    },
  },
  {
    when: ({ name, status }) => /^AccessDenied|^Forbidden$/.test(name) || status === 403,
    say: ({ message }, { by = 'flags' }) => {
      const action = deniedAction(message);
      const ask = action === undefined ? 'the permission' : action;
      return `AWS denies it: ${message}. Ask for ${ask}, or use another identity with ${ways[by].profile}.`;
    },
  },
  {
    when: ({ message }) => message.includes('cannot be assumed by Lambda'),
    say: () =>
      'Lambda cannot assume the role; its trust policy must allow sts:AssumeRole to lambda.amazonaws.com (or take --create-role).',
  },
  {
    when: ({ message }) => message.includes('role does not have permissions to call'),
    say: ({ message }) => {
      const [, action, service = ''] = /permissions to call (\w+) on (\w+)/.exec(message) ?? [];
      if (/^(SQS|SNS)$/.test(service)) {
        return `${message}; allow the role ${service.toLowerCase()}:${action} on the dead-letter target, or leave it out with --dead-letter none.`;
      }
      return `${message}; attach AWSLambdaVPCAccessExecutionRole (for a VPC) or AWSXRayDaemonWriteAccess (for X-Ray) to the role.`;
    },
  },
  {
    // Lambda quotes all of them after this, values included.
    when: ({ message }) => message.includes('exceeded the 4KB limit'),
    say: () =>
      'The environment variables take more than 4 KB together; keep what is long in Parameter Store, S3 or the zip.',
  },
  {
    when: (told) => tooLarge(told) && told.message.includes('UpdateFunctionConfiguration'),
    say: ({ message }) =>
      `${message}; the environment variables take most of it: keep what is long in Parameter Store, S3 or the zip.`,
  },
  {
    when: tooLarge,
    say: () => 'The zip is too large for a direct upload; name a bucket with --s3-bucket BUCKET.',
  },
  {
    when: named('CodeStorageExceededException'),
    say: ({ message }) => `${message}. Delete old versions, for instance with --keep-versions 3.`,
  },
  {
    when: named('CodeVerificationFailedException', 'InvalidCodeSignatureException'),
    say: ({ message }) =>
      `The function takes only signed code: ${message}; sign the zip ("aws signer start-signing-job") and name the signed one with --zip.`,
  },
  {
    when: ({ name }) => name.startsWith('KMS') || name === 'EC2AccessDeniedException',
    say: ({ message, name }) =>
      `${message} (${name}); give the function's role the permission, or another role.`,
  },
  {
    when: ({ name, message }) => name === 'ResourceNotFoundException' && qualified.test(message),
    say: ({ message }) => {
      const [, fn, qualifier] = qualified.exec(message) as RegExpExecArray;
      return `${fn} has no version or alias "${qualifier}"; "lambda-nativeaot deploy --alias NAME" makes one.`;
    },
  },
  {
    when: ({ name, message }) =>
      name === 'ResourceNotFoundException' && message.startsWith('Function not found'),
    say: ({ message }) =>
      `${message}. Deploy it with "lambda-nativeaot deploy", or look in another --region.`,
  },
  {
    when: ({ reason = '' }) => reason.startsWith('ReservedFunctionConcurren'),
    say: () =>
      'The reserved concurrency of the function is used up, or is 0, which switches it off; "aws lambda get-function-concurrency" shows it.',
  },
  {
    when: named('TooManyRequestsException', 'ThrottlingException', 'Throttling'),
    say: () => 'AWS throttles these calls, also after ten attempts; wait a minute and run it again.',
  },
  {
    when: ({ name, message }) => name === 'InvalidParameterException' && /filter pattern/i.test(message),
    say: ({ message }) =>
      `CloudWatch Logs does not understand the pattern of --filter: ${message}. A word, "several words", ?ONE ?OTHER and { $.level = "ERROR" } are patterns; letters and "_" need no quotes.`,
    usage: true,
  },
  {
    when: ({ message }) => message.includes('no longer supported for creating or updating'),
    say: ({ message }) => `${message}. Take --runtime ${defaultRuntime} and build for it.`,
  },
  {
    when: ({ name, message }) => name === 'NoSuchBucket' || message.includes('NoSuchBucket'),
    say: () => 'There is no such bucket (or not in this region); name another with --s3-bucket.',
  },
  {
    when: ({ message }) => /^Region not accepted/.test(message),
    say: (_, { region }) => `Invalid region "${region}"; it looks like eu-central-1.`,
    usage: true,
  },
];
