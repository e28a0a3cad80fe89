import { Workflow } from '../../src/cli/workflow.ts';
import type { eventCommand } from '../../src/commands/event.ts';
import { runEvent } from '../../src/events/run.ts';
import { paintFor } from '../../src/ui/colours.ts';

/** Lists sample events, or prints one. */
export class EventWorkflow extends Workflow<typeof eventCommand> {
  override writing(): void {
    const { set, search, 'no-color': noColor } = this.flags;
    const paint = paintFor(process.stdout, noColor);
    runEvent({ words: this.input.arguments, set, search }, this.output, paint);
  }
}
