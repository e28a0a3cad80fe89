import type { CommandContext, LoadWorkflow, Workflow, WorkflowClass } from '../src/cli/workflow.ts';
import { addFunctionCommand } from '../src/commands/add-function.ts';
import { buildCommand } from '../src/commands/build.ts';
import { coldStartCommand } from '../src/commands/cold-start.ts';
import type { Command, Input } from '../src/commands/command.ts';
import type { CommandName } from '../src/commands/commands.ts';
import { convertCommand } from '../src/commands/convert.ts';
import { deployCommand } from '../src/commands/deploy.ts';
import { doctorCommand } from '../src/commands/doctor.ts';
import { eventCommand } from '../src/commands/event.ts';
import { invokeCommand } from '../src/commands/invoke.ts';
import { localCommand } from '../src/commands/local.ts';
import { logsCommand } from '../src/commands/logs.ts';
import { newCommand } from '../src/commands/new.ts';
import { statusCommand } from '../src/commands/status.ts';
import { tuneCommand } from '../src/commands/tune.ts';
import { updateCommand } from '../src/commands/update.ts';

const entry =
  <C extends Command>(command: C, loadClass: () => Promise<WorkflowClass<C>>): LoadWorkflow =>
  async (input: Input, context: CommandContext) => {
    const Work = await loadClass();
    return new Work(command, input as Input<C>, context) as unknown as Workflow<Command>;
  };

/** The work of every command, which loads no earlier than it has to. */
const entries: Readonly<Record<CommandName, LoadWorkflow>> = {
  new: entry(newCommand, async () => (await import('./app/workflow.ts')).NewWorkflow),
  'add-function': entry(
    addFunctionCommand,
    async () => (await import('./add-function/workflow.ts')).AddFunctionWorkflow,
  ),
  update: entry(updateCommand, async () => (await import('./update/workflow.ts')).UpdateWorkflow),
  convert: entry(convertCommand, async () => (await import('./convert/workflow.ts')).ConvertWorkflow),
  build: entry(buildCommand, async () => (await import('./build/workflow.ts')).BuildWorkflow),
  local: entry(localCommand, async () => (await import('./local/workflow.ts')).LocalWorkflow),
  invoke: entry(invokeCommand, async () => (await import('./invoke/workflow.ts')).InvokeWorkflow),
  event: entry(eventCommand, async () => (await import('./event/workflow.ts')).EventWorkflow),
  deploy: entry(deployCommand, async () => (await import('./deploy/workflow.ts')).DeployWorkflow),
  status: entry(statusCommand, async () => (await import('./status/workflow.ts')).StatusWorkflow),
  logs: entry(logsCommand, async () => (await import('./logs/workflow.ts')).LogsWorkflow),
  'cold-start': entry(
    coldStartCommand,
    async () => (await import('./cold-start/workflow.ts')).ColdStartWorkflow,
  ),
  tune: entry(tuneCommand, async () => (await import('./tune/workflow.ts')).TuneWorkflow),
  doctor: entry(doctorCommand, async () => (await import('./doctor/workflow.ts')).DoctorWorkflow),
};

/** The work of a command, ready to be run step by step. */
export const loadWorkflow = (
  name: string,
  input: Input,
  context: CommandContext,
): Promise<Workflow<Command>> => entries[name as CommandName](input, context);
