/**
 * What names may look like that become a part of an ARN, of a path or of an S3 key. The SDK encodes them; what it
 * cannot know is whether a name means something else than it seems to. Each function answers what is wrong with a
 * name, as the end of a sentence, or undefined.
 */

/** Lambda's rule for the name of an alias: its own characters, and no number, which would be a version. */
export const aliasProblem = (name: string): string | undefined =>
  /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/.test(name)
    ? undefined
    : 'an alias takes letters, digits, "-" and "_", and is no number.';

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
      : 'this is no ARN of a role; it looks like arn:aws:iam::123456789012:role/NAME.';
  }
  return /^[\w+=,.@-]{1,64}$/.test(role) ? undefined : 'this is neither the name nor the ARN of an IAM role.';
}
