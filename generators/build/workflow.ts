import { runBuild } from '../../src/build/command.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import type { buildCommand } from '../../src/commands/build.ts';

/** Makes the zip of a project. */
export class BuildWorkflow extends Workflow<typeof buildCommand> {
  override async writing(): Promise<void> {
    await runBuild(this.folder, this.flags, this.output);
  }
}
