/** Values of Terraform's language, for the rows of settings and for what is written of a function. */

/** An expression as it stands: a reference, a call, or a text with parts to be worked out. */
export class HclExpression {
  constructor(readonly text: string) {}
}

/** A block inside of another one, such as `environment { … }`; bodies of the same block are merged. */
export class HclNested {
  constructor(readonly body: HclBody) {}
}

/** A value with a comment above it. */
export class HclCommented {
  constructor(
    readonly comment: string,
    readonly value: HclEntry,
  ) {}
}

export type HclValue =
  | string
  | number
  | boolean
  | HclExpression
  | readonly HclValue[]
  | { readonly [name: string]: HclValue };

export type HclEntry = HclValue | HclNested | readonly HclNested[] | HclCommented;

/** Arguments and blocks by name, in their order. */
export interface HclBody {
  readonly [name: string]: HclEntry;
}

/** A block of a file: `resource "aws_sqs_queue" "orders" { … }`. */
export interface HclTopBlock {
  readonly type: 'resource' | 'data' | 'output' | 'variable' | 'provider' | 'terraform' | 'locals';
  readonly labels: readonly string[];
  readonly comment?: string;
  readonly body: HclBody;
}

export const expression = (text: string): HclExpression => new HclExpression(text);

/** A text with parts to be worked out, such as `arn:${data.aws_partition.current.partition}:…`. */
export const interpolated = (text: string): HclExpression => new HclExpression(JSON.stringify(text));

export const nested = (body: HclBody): HclNested => new HclNested(body);

export const resource = (type: string, label: string, body: HclBody, comment?: string): HclTopBlock => ({
  type: 'resource',
  labels: [type, label],
  body,
  ...(comment === undefined ? {} : { comment }),
});

/** What Terraform knows of where it works: the parts of an ARN, in a text. Source: the AWS provider's data sources of these names. */
export const here = {
  partition: `\${data.aws_partition.current.partition}`,
  region: `\${data.aws_region.current.region}`,
  account: `\${data.aws_caller_identity.current.account_id}`,
} as const;
