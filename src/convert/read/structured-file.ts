export type Path = readonly (string | number)[];

/**
 * A JSON or YAML file whose values can be read and replaced where they stand. YAML's own tags (`!Ref`, `!Sub`)
 * are no values: `get` gives undefined for them.
 */
export interface StructuredFile {
  readonly path: string;
  readonly text: string;
  get(path: Path): unknown;
  /** Whether something stands there, even a tag that cannot be read here. */
  has(path: Path): boolean;
  keys(path: Path): string[];
  /** From 1; the line of the nearest thing above when nothing stands there. */
  lineOf(path: Path): number;
  /**
   * The same file with a value set; a new key goes behind its last neighbour, or behind `after`, and what is missing
   * above it comes along.
   * @throws UserError where something else stands in its place.
   */
  set(path: Path, value: unknown, after?: string): StructuredFile;
}
