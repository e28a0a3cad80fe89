/** Something that will break, or behave otherwise, once the project is native. */
export interface Warning {
  readonly id: string;
  /** Relative to the converted folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly problem: string;
  readonly wayOut: string;
}
