import { applicationLogLevels } from '../../platform/options.ts';
import type { Paint } from '../../ui/colours.ts';

export type Level = (typeof applicationLogLevels)[number];

/** What loggers call the levels of Lambda besides: .NET's names and its console's, Serilog's and Node's. */
const otherNames: Readonly<Record<Level, readonly string[]>> = {
  trace: ['trce', 'verbose'],
  debug: ['dbug', 'dbg'],
  info: ['information', 'inf'],
  warn: ['warning', 'wrn'],
  error: ['fail', 'err'],
  fatal: ['critical', 'crit', 'ftl'],
};

const levels = new Map(
  applicationLogLevels.flatMap((level) =>
    [level, ...otherNames[level]].map((name) => [name, level] as const),
  ),
);

/** The level that a logger's name for it stands for; undefined for other words. */
export const levelOf = (name: string): Level | undefined => levels.get(name.toLowerCase());

/** How a level is shown on a terminal. */
export const levelStyles: Readonly<Record<Level, keyof Paint>> = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'magenta',
};
