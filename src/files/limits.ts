const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** The most bytes that are read of one file, by what it is. What is larger is refused before it is read. */
export const fileLimits = {
  /** `.yo-rc.json`, results that a run is compared with, package manifests. */
  settings: megabyte,
  /** Sources, project files and templates of deployments; files written by hand are smaller. */
  source: 4 * megabyte,
  /** Files that are searched for a word. */
  searched: 512 * kilobyte,
  /** Variables; Lambda takes 4 KB of them. */
  environment: 64 * kilobyte,
  /** The end of a file that records of a log are added to. */
  records: 64 * megabyte,
  /** What takes a conversion back: the files that it changed. */
  undo: 64 * megabyte,
} as const;
