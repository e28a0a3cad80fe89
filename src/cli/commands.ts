import { addFunctionCommand } from '../../generators/add-function/options.ts';
import { newCommand } from '../../generators/app/options.ts';
import { coldStartCommand } from '../../generators/cold-start/options.ts';
import { convertCommand } from '../../generators/convert/options.ts';
import { deployCommand } from '../../generators/deploy/options.ts';
import { doctorCommand } from '../../generators/doctor/options.ts';
import { invokeCommand } from '../../generators/invoke/options.ts';
import { localCommand } from '../../generators/local/options.ts';
import { updateCommand } from '../../generators/update/options.ts';
import type { Command, Input } from './command.ts';
import type { Entrance, Workflow, WorkflowClass } from './workflow.ts';

/** A command, and its work, which loads no earlier than it has to. */
interface Entry {
  readonly command: Command;
  /** The work on what was given, ready to be run step by step. */
  load(input: Input, entrance: Entrance): Promise<Workflow<Command>>;
}

const entry = <C extends Command>(command: C, loadClass: () => Promise<WorkflowClass<C>>): Entry => ({
  command,
  load: async (input, entrance) => {
    const Work = await loadClass();
    return new Work(command, input as Input<C>, entrance) as unknown as Workflow<Command>;
  },
});

/** Every command, in the order that `--help` shows them. A new command is a row here and a folder there. */
const entries: readonly Entry[] = [
  entry(newCommand, async () => (await import('../../generators/app/workflow.ts')).NewWorkflow),
  entry(
    addFunctionCommand,
    async () => (await import('../../generators/add-function/workflow.ts')).AddFunctionWorkflow,
  ),
  entry(updateCommand, async () => (await import('../../generators/update/workflow.ts')).UpdateWorkflow),
  entry(convertCommand, async () => (await import('../../generators/convert/workflow.ts')).ConvertWorkflow),
  entry(localCommand, async () => (await import('../../generators/local/workflow.ts')).LocalWorkflow),
  entry(invokeCommand, async () => (await import('../../generators/invoke/workflow.ts')).InvokeWorkflow),
  entry(deployCommand, async () => (await import('../../generators/deploy/workflow.ts')).DeployWorkflow),
  entry(
    coldStartCommand,
    async () => (await import('../../generators/cold-start/workflow.ts')).ColdStartWorkflow,
  ),
  entry(doctorCommand, async () => (await import('../../generators/doctor/workflow.ts')).DoctorWorkflow),
];

export const commands: readonly Command[] = entries.map(({ command }) => command);

/** A command's entry by the command's name, where there is one. */
export const findEntry = (name: string): Entry | undefined =>
  entries.find(({ command }) => command.name === name);
