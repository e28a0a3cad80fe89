import { Workflow } from '../../src/cli/workflow.ts';
import type { coldStartCommand } from '../../src/commands/cold-start.ts';

/** Measures cold starts. */
export class ColdStartWorkflow extends Workflow<typeof coldStartCommand> {
  override async writing(): Promise<void> {
    const { runColdStart } = await import('../../src/aws/cold-start/command.ts');
    await runColdStart({
      folder: this.folder,
      name: this.input.arguments[0],
      flags: this.flags,
      output: this.output,
    });
  }
}
