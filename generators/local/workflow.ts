import { Workflow } from '../../src/cli/workflow.ts';
import type { localCommand } from '../../src/commands/local.ts';
import { runLocal } from '../../src/emulator/local-command.ts';
import type { SourceOpeners } from '../../src/emulator/sources/sources.ts';

/** AWS's clients are loaded for a queue or a stream only. */
const openers: SourceOpeners = {
  openQueue: async (...asked) => (await import('../../src/aws/queues/open-queue.ts')).openQueue(...asked),
  openStream: async (...asked) => (await import('../../src/aws/streams/open-stream.ts')).openStream(...asked),
};

/** Runs the emulator. */
export class LocalWorkflow extends Workflow<typeof localCommand> {
  override async writing(): Promise<void> {
    const flags = this.flags;
    await runLocal(this.folder, flags, this.output, openers);
  }
}
