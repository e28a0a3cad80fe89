import { addFunctionCommand } from '../../generators/add-function/options.ts';
import { newCommand } from '../../generators/app/options.ts';
import { coldStartCommand } from '../../generators/cold-start/options.ts';
import { convertCommand } from '../../generators/convert/options.ts';
import { deployCommand } from '../../generators/deploy/options.ts';
import { doctorCommand } from '../../generators/doctor/options.ts';
import { invokeCommand } from '../../generators/invoke/options.ts';
import { localCommand } from '../../generators/local/options.ts';
import { updateCommand } from '../../generators/update/options.ts';
import type { Command } from './command.ts';

/** Every command, in the order that `--help` shows them. A new command is a row here and a folder there. */
export const commands: readonly Command[] = [
  newCommand,
  addFunctionCommand,
  updateCommand,
  convertCommand,
  localCommand,
  invokeCommand,
  deployCommand,
  coldStartCommand,
  doctorCommand,
];
