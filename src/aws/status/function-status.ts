import type { Change } from '../deploy/fields.ts';

/** How a function on AWS compares with the project. */
export type Verdict = 'equal' | 'differs' | 'missing' | 'unknown';

/** What is on AWS beside what is here, of one function: plain data, which prints as a table or as JSON. */
export interface FunctionStatus {
  readonly name: string;
  /** About code and settings of $LATEST. `unknown`: no difference was found, and not all could be compared. */
  readonly verdict: Verdict;
  readonly code?: {
    /** `image`: it is a container image, which is not compared with the zip. */
    readonly comparison: 'same' | 'different' | 'not built' | 'image';
    /** Base64 of SHA-256. */
    readonly here?: string;
    readonly there: string;
    /** The address of a container image, with its digest. */
    readonly image?: string;
  };
  /** From what is on AWS to what is here. */
  readonly differences: readonly Change[];
  readonly state?: {
    readonly state: string;
    readonly reason?: string;
    readonly lastUpdate: string;
    readonly lastUpdateReason?: string;
    readonly lastModified: string;
  };
  /** Oldest first; `sameCode` is about the zip here. */
  readonly versions: readonly {
    readonly version: string;
    readonly modified: string;
    readonly sameCode?: boolean;
  }[];
  /** The share of the calls that each version gets, from 0 to 1. */
  readonly aliases: readonly { readonly name: string; readonly weights: Readonly<Record<string, number>> }[];
  readonly urls: readonly {
    readonly qualifier?: string;
    readonly address: string;
    readonly auth: string;
    readonly invokeMode: string;
    readonly callers: string;
  }[];
  readonly callers: readonly { readonly qualifier?: string; readonly who: string }[];
  readonly triggers: readonly {
    readonly qualifier?: string;
    readonly source: string;
    readonly state: string;
    readonly reason?: string;
    readonly lastResult?: string;
    readonly batchSize?: number;
  }[];
  readonly concurrency: {
    readonly reserved?: number;
    readonly provisioned: readonly {
      readonly qualifier: string;
      readonly requested: number;
      readonly available: number;
      readonly state: string;
      readonly reason?: string;
    }[];
  };
  /** What could not be read, and why. */
  readonly problems: readonly { readonly what: string; readonly text: string }[];
}
