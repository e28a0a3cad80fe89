import { addFunctionCommand } from './add-function.ts';
import { buildCommand } from './build.ts';
import { coldStartCommand } from './cold-start.ts';
import type { Command } from './command.ts';
import { convertCommand } from './convert.ts';
import { deployCommand } from './deploy.ts';
import { doctorCommand } from './doctor.ts';
import { eventCommand } from './event.ts';
import { invokeCommand } from './invoke.ts';
import { localCommand } from './local.ts';
import { logsCommand } from './logs.ts';
import { newCommand } from './new.ts';
import { statusCommand } from './status.ts';
import { tuneCommand } from './tune.ts';
import { updateCommand } from './update.ts';

/** Every command, in the order that `--help` shows them. */
export const commands = [
  newCommand,
  addFunctionCommand,
  updateCommand,
  convertCommand,
  buildCommand,
  localCommand,
  invokeCommand,
  eventCommand,
  deployCommand,
  statusCommand,
  logsCommand,
  coldStartCommand,
  tuneCommand,
  doctorCommand,
] as const satisfies readonly Command[];

export type CommandName = (typeof commands)[number]['name'];

/** The command of that name, where there is one. */
export const findCommand = (name: string): Command | undefined =>
  commands.find((command) => command.name === name);
