import { createHash } from 'node:crypto';
import { lambdaLimits } from './limits.ts';

/**
 * What names may look like that become a part of an ARN, of a path or of an S3 key. The SDK encodes them; what it
 * cannot know is whether a name means something else than it seems to. Each function answers what is wrong with a
 * name, as the end of a sentence, or undefined.
 */

/** Lambda's rule for the name of an alias: its own characters, and no number, which would be a version. */
export const aliasProblem = (name: string): string | undefined =>
  /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/.test(name)
    ? undefined
    : 'an alias takes letters, digits, "-" and "_", and is not a number.';

/** A version, an alias, or $LATEST. Source: Lambda API, Invoke, Qualifier. */
export const qualifierProblem = (name: string): string | undefined =>
  /^(?:\$LATEST|[A-Za-z0-9_-]{1,128})$/.test(name)
    ? undefined
    : 'it is a version (a number), an alias (letters, digits, "-" and "_") or $LATEST.';

/** Lambda's rule for the bucket of a zip, which leaves out access points. Source: Lambda API, FunctionCode. */
export const bucketProblem = (name: string): string | undefined =>
  /^[0-9A-Za-z][0-9A-Za-z._-]{1,61}[0-9A-Za-z_-]$/.test(name) && !name.includes('..')
    ? undefined
    : 'a bucket has 3 to 63 letters, digits, ".", "-" and "_".';

/** S3 takes keys of 1,024 bytes; the name of the zip takes 68. */
const longestPrefix = 900;

/**
 * The folder of a zip in a bucket. Keys are no paths to S3, but they are to proxies, consoles and tools that copy a
 * bucket: `..` would lead to another bucket or folder.
 */
export function prefixProblem(prefix: string): string | undefined {
  const parts = prefix.replace(/\/$/, '').split('/');
  if (/[\p{Cc}\\]/u.test(prefix)) return 'it has a backslash or a control character.';
  if (Buffer.byteLength(prefix) > longestPrefix) return `it has more than ${longestPrefix} bytes.`;
  return parts.some((part) => part === '' || part === '.' || part === '..')
    ? 'it starts with a slash, or has an empty part, "." or ".."; it looks like team/functions.'
    : undefined;
}

/** What is wrong with a role as typed. */
export function roleProblem(role: string): string | undefined {
  if (role.startsWith('arn:')) {
    return /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(role)
      ? undefined
      : 'this is not the ARN of a role; it looks like arn:aws:iam::123456789012:role/NAME.';
  }
  return /^[\w+=,.@-]{1,64}$/.test(role) ? undefined : 'this is neither the name nor the ARN of an IAM role.';
}

/** Whether a text has the form of a region's name. */
export const isRegion = (text: string): boolean => /^[a-z]{2,}(-[a-z]+)+-\d$/.test(text);

export const regionProblem = (text: string): string | undefined =>
  isRegion(text) ? undefined : 'a region looks like eu-central-1.';

/** A text, because an account's number may begin with 0. */
export const accountProblem = (text: string): string | undefined =>
  /^\d{12}$/.test(text) ? undefined : 'an account has 12 digits.';

/** A section of the shared AWS files: no line end and no bracket, which would end its name. */
export const profileProblem = (text: string): string | undefined =>
  /^[^\p{Cc}\]]{1,255}$/u.test(text) ? undefined : 'a profile is named on one line, without "]".';

const arn = (service: string, resource: string) =>
  new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);

const deadLetterArn = arn('(?:sqs|sns)', '[A-Za-z0-9_-]{1,256}(?:\\.fifo)?');

/** Where events go that a function failed on. Source: Lambda API, DeadLetterConfig; Lambda guide, dead-letter queues. */
export function deadLetterProblem(target: string): string | undefined {
  if (!deadLetterArn.test(target)) {
    return 'this is not the ARN of a queue (SQS) or topic (SNS); it looks like arn:aws:sqs:eu-central-1:123456789012:NAME.';
  }
  return target.endsWith('.fifo')
    ? 'a dead-letter target is a standard queue or topic; Lambda takes no FIFO ones.'
    : undefined;
}

const keyArn = arn('kms', 'key/[A-Za-z0-9-]{1,64}');

/** A key of KMS. An alias is refused: Lambda stores the key behind it, so that every plan would show a change. */
export const kmsKeyProblem = (key: string): string | undefined =>
  keyArn.test(key)
    ? undefined
    : 'this is not the ARN of a key; it looks like arn:aws:kms:eu-central-1:123456789012:key/ID.';

const layerArn = arn('lambda', 'layer:[A-Za-z0-9_-]{1,140}:\\d+');

/** A version of a layer. Source: Lambda API, LayerVersionArn. */
export const layerProblem = (layer: string): string | undefined =>
  layerArn.test(layer)
    ? undefined
    : 'this is not the ARN of a layer version; it looks like arn:aws:lambda:eu-central-1:123456789012:layer:NAME:1.';

const accessPointArn = arn('elasticfilesystem', 'access-point/fsap-[a-f0-9]{17}');

/** An access point of EFS. Source: Lambda API, FileSystemConfig. */
export const accessPointProblem = (accessPoint: string): string | undefined =>
  accessPointArn.test(accessPoint)
    ? undefined
    : 'this is not the ARN of an EFS access point; it looks like arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0.';

/** The folder that a file system is mounted at. Source: Lambda API, FileSystemConfig. */
export const mountPathProblem = (path: string): string | undefined =>
  /^\/mnt\/(?!\.{1,2}$)[A-Za-z0-9_.-]+$/.test(path) && path.length <= lambdaLimits.mountPathLength
    ? undefined
    : 'a file system is mounted at a folder directly below /mnt; it looks like /mnt/data.';

/** A log group. Source: CloudWatch Logs API, CreateLogGroup. */
export const logGroupProblem = (group: string): string | undefined =>
  /^[A-Za-z0-9_/.#-]+$/.test(group) &&
  group.length <= lambdaLimits.logGroupLength &&
  !group.startsWith('aws/')
    ? undefined
    : `a log group takes up to ${lambdaLimits.logGroupLength} letters, digits, "_", "/", ".", "#" and "-", and does not begin with "aws/".`;

/** A name with an ending, cut with a hash of the whole where it would have more than `longest` characters. */
export function boundedName(name: string, ending: string, longest: number): string {
  if (name.length + ending.length <= longest) return `${name}${ending}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - ending.length - hash.length - 1)}-${hash}${ending}`;
}

/** The partition of a region. Source: AWS General Reference, ARNs. */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/** The service that starts functions. */
export const lambdaPrincipal = 'lambda.amazonaws.com';

/** The region in an ARN, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; empty where a service has none. */
export const regionOfArn = (arn: string): string => arn.split(':')[3] ?? '';
