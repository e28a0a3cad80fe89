import pc from 'picocolors';
import type { Terminal } from './status-line.ts';

export type Paint = ReturnType<typeof pc.createColors>;

/** Colours for a terminal: none where it is a file or a pipe, with NO_COLOR or `--no-color`. */
export function paintFor(terminal: Terminal, noColor: boolean | undefined, env = process.env): Paint {
  const wanted = terminal.isTTY === true && env.TERM !== 'dumb' && !env.NO_COLOR && !noColor;
  return pc.createColors(wanted || (Boolean(env.FORCE_COLOR) && !env.NO_COLOR && !noColor));
}
