import { Workflow } from '../../src/cli/workflow.ts';
import { runLocal } from '../../src/emulator/local-command.ts';
import type { localCommand } from './options.ts';

/** Runs the emulator. */
export class LocalWorkflow extends Workflow<typeof localCommand> {
  override async writing(): Promise<void> {
    const flags = this.flags;
    await runLocal(this.folder, flags, this.output);
  }
}
