import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CurrentFunction } from '../deploy/current.ts';
import type { DesiredFunction } from '../deploy/desired.ts';
import type { Code } from '../deploy/image-file.ts';
import type { Session } from '../session/session.ts';

/** How long to wait between two questions to AWS, in ms: more each time, never more than `mostMs`. */
export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** An update takes Lambda one to five seconds as a rule, minutes where a VPC is involved. */
export const usualPace: Pace = { firstMs: 500, mostMs: 5000 };

/** What every wait needs to know. */
export interface Waiting {
  readonly session: Session;
  readonly signal: AbortSignal | undefined;
  /** When to give up, in ms since 1970. */
  readonly deadline: number;
  readonly pace: Pace;
  /** Tells the user what is going on. */
  readonly say: (text: string) => void;
}

/** What the steps of one run leave for those after them. */
export interface Progress {
  current: CurrentFunction | undefined;
  /** The state that the next change builds on; Lambda answers 412 when another change was faster. */
  revisionId: string | undefined;
  /** Lambda's hash of the code that the function has. */
  codeSha256: string | undefined;
  roleArn: string | undefined;
  logGroup: string | undefined;
  /** The version that was published, or that stood for the same. */
  version: string | undefined;
  arn: string | undefined;
  url: string | undefined;
  readonly notes: string[];
}

/** The deployment of one function. */
export interface Run extends Waiting {
  readonly desired: DesiredFunction;
  readonly code: Code;
  readonly progress: Progress;
}

/** The progress of a run that begins at what there is. */
export function startProgress(current: CurrentFunction | undefined): Progress {
  const configuration: FunctionConfiguration | undefined = current?.configuration;
  return {
    current,
    revisionId: configuration?.RevisionId,
    codeSha256: configuration?.CodeSha256,
    roleArn: configuration?.Role,
    logGroup: configuration?.LoggingConfig?.LogGroup,
    version: undefined,
    arn: configuration?.FunctionArn,
    url: current?.url?.FunctionUrl,
    notes: [],
  };
}
