/** The first line of a script, as the kernel reads it. */
export interface Script {
  /** The path after `#!`; empty without one. */
  readonly interpreter: string;
  /** What follows the interpreter on that line. */
  readonly argument: string;
  /** A carriage return ends the first line: the kernel takes it for a part of the interpreter's name. */
  readonly hasCarriageReturn: boolean;
  /** A UTF-8 byte order mark before `#!`: the kernel does not recognise the script. */
  readonly hasByteOrderMark: boolean;
  /** Other lines that end in CR LF. */
  readonly carriageReturns: number;
}

/** The program that reads a script: the interpreter, or what `env` is to look for on PATH. */
export function commandOf({ interpreter, argument }: Script): string {
  if (!/^(?:\/usr)?\/bin\/env$/.test(interpreter)) return interpreter;
  // Options and variables come before the command.
  return argument.split(/[ \t]+/).find((word) => !/^-|=/.test(word)) ?? interpreter;
}

const byteOrderMark = '\u00ef\u00bb\u00bf';
/** Linux's BINPRM_BUF_SIZE: what the kernel reads of a file to decide how to start it. */
const firstLineLimit = 256;
/** A script longer than this is searched for carriage returns up to here. */
const searchedSize = 1_048_576;

/** Reads a script's first line; undefined when the bytes do not start with `#!` (a byte order mark aside). */
export function readScript(bytes: Uint8Array): Script | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, searchedSize)).toString(
    'latin1',
  );
  const hasByteOrderMark = text.startsWith(byteOrderMark);
  const body = hasByteOrderMark ? text.slice(byteOrderMark.length) : text;
  if (!body.startsWith('#!')) return undefined;
  const end = body.indexOf('\n');
  const line = body.slice(2, end < 0 ? firstLineLimit : Math.min(end, firstLineLimit));
  const [, interpreter = '', argument = ''] = /^[ \t]*([^ \t\r]*)[ \t]*(.*?)[ \t\r]*$/s.exec(line) ?? [];
  return {
    interpreter,
    argument,
    hasCarriageReturn: line.endsWith('\r'),
    hasByteOrderMark,
    carriageReturns: end < 0 ? 0 : body.slice(end + 1).split('\r\n').length - 1,
  };
}
