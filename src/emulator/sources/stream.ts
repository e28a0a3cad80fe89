/** What the sources ask of a stream; the part that talks to AWS provides it. */

/** A record of a stream. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** As it stands in the event's `Records`. */
  readonly event: object;
}

export interface Shard {
  readonly id: string;
  /** The shard that it comes after; it may be gone already. */
  readonly parent?: string | undefined;
}

/** Where the reading of a shard begins. */
export type Position = 'LATEST' | 'TRIM_HORIZON' | { readonly after: string };

/** What one call of a shard's iterator gives. */
export type ShardRead =
  | {
      readonly kind: 'read';
      readonly records: readonly StreamRecord[];
      /** For the next call; undefined at the end of a shard that is closed. */
      readonly next: string | undefined;
    }
  /** The iterator is too old: a new one begins after the last record. */
  | { readonly kind: 'expired' }
  /** What came next is not kept any more. */
  | { readonly kind: 'trimmed' };

/** A stream that is there and may be read. What its methods throw is a UserError, or an AbortError. */
export interface Stream {
  readonly arn: string;
  /** As the console shows it: `Kinesis orders`. */
  readonly title: string;
  shards(signal: AbortSignal): Promise<readonly Shard[]>;
  /** An iterator of a shard; the end of what is kept where the record after which it begins is gone. */
  iterator(shard: string, from: Position, signal: AbortSignal): Promise<string>;
  read(shard: string, iterator: string, signal: AbortSignal): Promise<ShardRead>;
  /** Ends the idle connections. */
  close(): void;
}

export type StreamKind = 'kinesis' | 'dynamodb';

/** Finds a stream by its name, its table's name or its ARN. @throws UserError when it is not there. */
export type OpenStream = (kind: StreamKind, name: string, signal: AbortSignal) => Promise<Stream>;
