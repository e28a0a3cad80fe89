import type { StatusOutcome } from '../../src/aws/status/command.ts';
import { problemNotes, statusError, statusTable } from '../../src/aws/status/text.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import type { statusCommand } from '../../src/commands/status.ts';
import { paintFor } from '../../src/ui/colours.ts';

/** Compares functions on AWS with the project. */
export class StatusWorkflow extends Workflow<typeof statusCommand> {
  #outcome!: StatusOutcome;

  override async writing(): Promise<void> {
    // The SDK takes a while to load.
    const { runStatus } = await import('../../src/aws/status/command.ts');
    this.#outcome = await runStatus({
      folder: this.folder,
      names: this.input.arguments,
      flags: this.flags,
      say: this.output.note,
      status: this.output.status,
    });
  }

  override end(): void {
    const { functions, stage } = this.#outcome;
    for (const note of problemNotes(functions)) this.output.note(note);
    this.output.json(this.#outcome);
    this.output.print(statusTable(functions, paintFor(process.stdout, this.flags['no-color'])));
    const error = statusError(functions, stage);
    if (error) throw error;
  }
}
