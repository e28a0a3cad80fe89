/** An error that people meet on the way from C# to a running function, with what to do about it. */
export interface KnownError {
  /** A stable name in kebab case. */
  readonly id: string;
  readonly title: string;
  /**
   * How it looks: pieces of the message as tools print it. `…` stands for anything on the same line.
   * Letters' case, kinds of quotes and runs of spaces do not matter.
   */
  readonly texts: readonly string[];
  /** How people put it who have no message: words that all stand in one line, in any order. */
  readonly symptoms?: readonly string[];
  readonly cause: string;
  readonly fix: string;
  readonly references: readonly string[];
}

/** Where AWS describes Lambda. */
export const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
/** Where Microsoft describes publishing. */
export const dotnet = 'https://learn.microsoft.com/dotnet/core/deploying';
