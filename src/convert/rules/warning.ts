/** Something that will break, or behave otherwise, once the project is native. */
export interface Warning {
  readonly id: string;
  /** Relative to the converted folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** It works as well as before, and could be quicker. */
  readonly isSlow?: true;
  readonly problem: string;
  readonly wayOut: string;
}
