import { Workflow } from '../../src/cli/workflow.ts';
import type { updateCommand } from '../../src/commands/update.ts';
import { InterruptedError } from '../../src/errors.ts';

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
      approve: (summary) => this.approve(summary),
    });
  }

  private async approve(summary: string): Promise<void> {
    if (!this.canAsk) return;
    const { confirmQuestion, isConfirmed } = await import('../../src/convert/questions.ts');
    this.output.note(summary);
    if (!isConfirmed(await this.ask([confirmQuestion]))) throw new InterruptedError('Nothing was changed.');
  }
}
