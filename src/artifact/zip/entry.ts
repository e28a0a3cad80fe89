/** One entry of the central directory. Sizes in bytes, as declared there. */
export interface ZipEntry {
  /** The name as stored, `/` or `\` included; folders end with `/`. */
  readonly name: string;
  /** What other unpackers make of the same name, where they do not agree. */
  readonly otherNames: readonly string[];
  readonly isDirectory: boolean;
  /** The system that made the entry: 3 is Unix, 0 is MS-DOS and Windows (APPNOTE 4.4.2). */
  readonly creator: number;
  /** `st_mode` with its file type, out of the external attributes; only meaningful for Unix creators. */
  readonly mode: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** The local time of the entry, `YYYY-MM-DDTHH:MM:SS`. */
  readonly modified: string;
  /** Extra fields with times or owners, which differ from one build or machine to the next. */
  readonly hasVolatileFields: boolean;
  /** Where the entry's data starts in the archive. */
  readonly dataOffset: number;
}

export const creators = { msDos: 0, unix: 3, darwin: 19 } as const;
export const methods = { stored: 0, deflated: 8 } as const;

/** Whether an entry's mode is one of Unix. */
export const isUnix = ({ creator }: Pick<ZipEntry, 'creator'>): boolean =>
  creator === creators.unix || creator === creators.darwin;

const S_IFMT = 0o170000;
const types = new Map<number, FileType>([
  [0, 'file'],
  [0o010000, 'pipe'],
  [0o020000, 'device'],
  [0o040000, 'folder'],
  [0o060000, 'device'],
  [0o100000, 'file'],
  [0o120000, 'link'],
  [0o140000, 'socket'],
]);

export type FileType = 'file' | 'folder' | 'link' | 'pipe' | 'device' | 'socket' | 'unknown';

/** What kind of file the mode says that an entry is; a mode without a type means a file. */
export const fileType = ({ mode }: Pick<ZipEntry, 'mode'>): FileType => types.get(mode & S_IFMT) ?? 'unknown';

/** Whether an entry is a symbolic link: its contents are the path that it leads to. */
export const isLink = (entry: Pick<ZipEntry, 'creator' | 'mode'>): boolean =>
  isUnix(entry) && fileType(entry) === 'link';
