/** What the reader of zips takes. More than any function has; the work and the memory are bounded by them. */
export const zipLimits = {
  entries: 20_000,
  /** All folders that entries lie in, those without an entry of their own included. */
  folders: 20_000,
  /** How deep folders may lie in each other. */
  depth: 128,
  /** Linux's PATH_MAX with its NUL at the end. */
  pathBytes: 4096,
  /** NAME_MAX of Linux's file systems. */
  nameBytes: 255,
  /** The list of entries, names, comments and extra fields included. */
  directoryBytes: 16_777_216,
  /** The extra fields of all local headers. */
  localExtraBytes: 16_777_216,
  /** The paths that all symbolic links lead to. */
  linkBytes: 1_048_576,
} as const;
