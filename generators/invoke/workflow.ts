import { refuseRemoteFlags } from '../../src/aws/session/options.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import type { invokeCommand } from '../../src/commands/invoke.ts';
import { runInvoke } from '../../src/emulator/invoke-command.ts';

/** Invokes a function, here or on AWS. */
export class InvokeWorkflow extends Workflow<typeof invokeCommand> {
  override async writing(): Promise<void> {
    const flags = this.flags;
    if (flags.remote) {
      // The SDK takes a while to load.
      const { runRemoteInvoke } = await import('../../src/aws/invoke/command.ts');
      await runRemoteInvoke(this.folder, this.input.arguments[0], flags, this.output);
      return;
    }
    refuseRemoteFlags(this.input.values);
    await runInvoke(this.folder, this.input.arguments[0], flags, this.output);
  }
}
