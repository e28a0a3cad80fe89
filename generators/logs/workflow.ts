import { Workflow } from '../../src/cli/workflow.ts';
import type { logsCommand } from '../../src/commands/logs.ts';

/** Shows the log of a function on AWS. */
export class LogsWorkflow extends Workflow<typeof logsCommand> {
  override async writing(): Promise<void> {
    // The SDK takes a while to load.
    const { runLogs } = await import('../../src/aws/logs/command.ts');
    await runLogs({
      folder: this.folder,
      name: this.input.arguments[0],
      flags: this.flags,
      output: this.output,
    });
  }
}
