import { Workflow } from '../../src/cli/workflow.ts';
import type { localCommand } from '../../src/commands/local.ts';
import { runLocal } from '../../src/emulator/local-command.ts';
import type { OpenQueue } from '../../src/emulator/sources/queue.ts';

/** AWS's clients are loaded for a queue only. */
const openQueue: OpenQueue = async (url, signal) =>
  (await import('../../src/aws/queues/open-queue.ts')).openQueue(url, signal);

/** Runs the emulator. */
export class LocalWorkflow extends Workflow<typeof localCommand> {
  override async writing(): Promise<void> {
    const flags = this.flags;
    await runLocal(this.folder, flags, this.output, openQueue);
  }
}
