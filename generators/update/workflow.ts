import { Workflow } from '../../src/cli/workflow.ts';
import type { updateCommand } from '../../src/commands/update.ts';

/** Brings a project up to the current templates. */
export class UpdateWorkflow extends Workflow<typeof updateCommand> {
  override async writing(): Promise<void> {
    const { runUpdate } = await import('../../src/update/command.ts');
    const flags = this.input.values;
    // What is to be repeated is the update, not the look at it.
    this.input = { ...this.input, values: { ...flags, check: undefined } };
    await runUpdate({
      folder: this.folder,
      flags,
      output: this.output,
      status: this.output.status,
      repeat: this.repeat([]),
      approve: (summary) => this.confirm(summary),
    });
  }
}
