/** An error that people meet on the way from C# to a running function, with what to do about it. */
export interface KnownError {
  /** A stable name in kebab case. */
  readonly id: string;
  readonly title: string;
  /**
   * What the error is in a log beside others: a warning does not stop anything, and a consequence only says that
   * something failed. Both stand after the causes. The default is a cause.
   */
  readonly role?: 'warning' | 'consequence';
  /**
   * How it looks: pieces of the message as tools print it. `…` stands for anything on the same line; digits at the
   * end of a piece are a whole number. Letters' case, kinds of quotes and runs of spaces do not matter. Texts of
   * MSBuild, NuGet and the C# compiler are in the user's language, so their codes, paths and names come first here.
   */
  readonly texts: readonly string[];
  /** How people put it who have no message: words that all stand in one line, in any order. */
  readonly symptoms?: readonly string[];
  /** Ids of errors that a vaguer part of the same message would suggest, and that are wrong for it. */
  readonly replaces?: readonly string[];
  readonly cause: string;
  readonly fix: string;
  readonly references: readonly string[];
}

/** Where AWS describes Lambda. */
export const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
/** Where Microsoft describes publishing. */
export const dotnet = 'https://learn.microsoft.com/dotnet/core/deploying';
