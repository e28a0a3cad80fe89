import { Workflow } from '../../src/cli/workflow.ts';
import type { tuneCommand } from '../../src/commands/tune.ts';
import { UsageError } from '../../src/errors.ts';

/** Measures memory sizes. */
export class TuneWorkflow extends Workflow<typeof tuneCommand> {
  override initializing(): void {
    const { remote, yes } = this.input.values;
    if (remote && !yes && !this.canAsk) {
      throw new UsageError(
        '--remote asks before it changes the function and costs money, and standard input is not a terminal; give --yes.',
      );
    }
  }

  override async writing(): Promise<void> {
    const { runTune } = await import('../../src/aws/tune/command.ts');
    await runTune({
      folder: this.folder,
      name: this.input.arguments[0],
      flags: this.flags,
      output: this.output,
      approve: (bound) => this.approve(bound),
    });
  }

  private async approve(bound: string): Promise<void> {
    this.output.note(bound);
    if (this.canAsk) await this.requireTyped('Go on? (yes)', 'yes');
  }
}
