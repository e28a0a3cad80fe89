/** An image in a private repository of Amazon ECR, which is where Lambda takes images from. */
export interface ImageUri {
  /** As given. */
  readonly text: string;
  /** With neither tag nor digest. */
  readonly repositoryUri: string;
  /** The account of the registry. */
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/**
 * Sources: Amazon ECR, "Private registry" (addresses, also of FIPS and dual-stack endpoints) and CreateRepository (names);
 * the distribution specification (tags, digests).
 */
const form =
  /^((\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)\/([a-z0-9]+(?:[._/-][a-z0-9]+)*))(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

const longest = 512;

/** The parts of an image's address; undefined for other text. */
export function parseImageUri(text: string): ImageUri | undefined {
  const found = text.length > longest ? null : form.exec(text);
  if (found === null) return undefined;
  const [, repositoryUri = '', account = '', region = '', repository = '', tag, digest] = found;
  return {
    text,
    repositoryUri,
    account,
    region,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What is wrong with the address of an image, as the end of a sentence. */
export function imageUriProblem(text: string): string | undefined {
  const uri = parseImageUri(text);
  if (uri === undefined) {
    return 'Lambda takes images from a private repository of Amazon ECR; it looks like 123456789012.dkr.ecr.eu-central-1.amazonaws.com/NAME:TAG.';
  }
  return uri.tag === undefined && uri.digest === undefined ? 'it has neither a tag nor a digest.' : undefined;
}

const longestTag = 255;
const word = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const reference = new RegExp(`^(?:[A-Za-z0-9.-]+(?::\\d+)?/)?${word}(?:/${word})*(?::\\w[\\w.-]{0,127})?$`);

/** What is wrong with the name of an image, as the end of a sentence. Source: the distribution specification. */
export const imageTagProblem = (tag: string): string | undefined =>
  tag.length <= longestTag && reference.test(tag)
    ? undefined
    : 'it looks like hello-native:1 or 123456789012.dkr.ecr.eu-central-1.amazonaws.com/hello-native:1.';
