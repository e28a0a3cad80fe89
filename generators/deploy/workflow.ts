import type { DeployOutcome } from '../../src/aws/deploy/deploy.ts';
import type { Planned } from '../../src/aws/deploy/planning.ts';
import {
  deploymentError,
  outcomeJson,
  planTable,
  questionsOf,
  resultNotes,
  resultTable,
} from '../../src/aws/deploy/text.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import type { deployCommand } from '../../src/commands/deploy.ts';
import { UsageError } from '../../src/errors.ts';

/** Deploys functions, or deletes them. */
export class DeployWorkflow extends Workflow<typeof deployCommand> {
  #outcome!: DeployOutcome;

  override initializing(): void {
    const { values } = this.input;
    if (values.delete && !values['dry-run'] && !values.yes && !this.canAsk) {
      throw new UsageError(
        '--delete asks before it deletes, and standard input is not a terminal; give --yes.',
      );
    }
  }

  override async writing(): Promise<void> {
    // The SDK takes longer to load than a usage error should.
    const { runDeploy } = await import('../../src/aws/deploy/command.ts');
    this.#outcome = await runDeploy({
      folder: this.folder,
      names: this.input.arguments,
      flags: this.flags,
      say: this.output.note,
      status: this.output.status,
      approve: (planned, region) => this.approve(planned, region),
    });
  }

  override end(): void {
    const { results, planned } = this.#outcome;
    this.output.json(outcomeJson(this.#outcome));
    if (results === undefined) {
      this.output.print(planTable(planned.map(({ plan }) => plan)));
      return;
    }
    for (const note of resultNotes(results)) this.output.note(note);
    this.output.print(resultTable(results));
    const error = deploymentError(results);
    if (error) throw error;
  }

  private async approve(planned: readonly Planned[], region: string): Promise<void> {
    const plans = planned.map(({ plan }) => plan);
    this.output.note(planTable(plans));
    // A script that deletes was asked for --yes already.
    if (!this.canAsk) return;
    for (const { question, answer } of questionsOf(plans, region)) await this.requireTyped(question, answer);
  }
}
