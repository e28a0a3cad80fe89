import type { Planned } from '../../src/aws/deploy.ts';
import type { DeployOutcome } from '../../src/aws/deploy-command.ts';
import {
  deletionQuestion,
  deploymentError,
  outcomeJson,
  planTable,
  resultNotes,
  resultTable,
} from '../../src/aws/deploy-text.ts';
import { withDefaults } from '../../src/cli/command.ts';
import { InterruptedError, UsageError } from '../../src/errors.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { deployCommand } from './options.ts';

/** `yo lambda-nativeaot:deploy` and `lambda-nativeaot deploy`. */
export default class DeployGenerator extends CommandGenerator<typeof deployCommand> {
  #outcome!: DeployOutcome;

  constructor(args: string[], options: GeneratorOptions) {
    super(deployCommand, args, options);
  }

  initializing(): void {
    const { values } = this._input;
    if (values.delete && !values['dry-run'] && !values.yes && !this._canAsk) {
      throw new UsageError('--delete asks before it deletes, and there is nobody to ask; give --yes.');
    }
  }

  async writing(): Promise<void> {
    // The SDK takes longer to load than a usage error should.
    const { runDeploy } = await import('../../src/aws/deploy-command.ts');
    this.#outcome = await runDeploy({
      folder: this.destinationRoot(),
      names: this._input.arguments,
      flags: withDefaults(deployCommand, this._input.values),
      say: this._output.note,
      approve: (planned) => this._approve(planned),
    });
  }

  end(): void {
    const { results, planned } = this.#outcome;
    this._output.json(outcomeJson(this.#outcome));
    if (results === undefined) {
      this._output.print(planTable(planned.map(({ plan }) => plan)));
      return;
    }
    for (const note of resultNotes(results)) this._output.note(note);
    this._output.print(resultTable(results));
    const error = deploymentError(results);
    if (error) throw error;
  }

  private async _approve(planned: readonly Planned[]): Promise<void> {
    const { values } = this._input;
    const plans = planned.map(({ plan }) => plan);
    this._output.note(planTable(plans));
    const deletes = plans.filter(({ steps }) => steps.some(({ action }) => action === 'delete function'));
    if (deletes.length === 0 || values.yes) return;
    const { question, answer } = deletionQuestion(deletes.map(({ name }) => name));
    const { confirmed } = await this._ask([{ name: 'confirmed', type: 'input', message: question }]);
    if (confirmed !== answer) throw new InterruptedError('Not confirmed; nothing was changed.');
  }
}
