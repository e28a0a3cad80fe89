import { Workflow } from '../../src/cli/workflow.ts';
import type { localCommand } from '../../src/commands/local.ts';
import { runLocal } from '../../src/emulator/local-command.ts';

/** Runs the emulator. */
export class LocalWorkflow extends Workflow<typeof localCommand> {
  override async writing(): Promise<void> {
    const flags = this.flags;
    await runLocal(this.folder, flags, this.output);
  }
}
