import { repeatCommand } from '../../src/cli/repeat.ts';
import { InterruptedError } from '../../src/errors.ts';
import { StatusLine } from '../../src/ui/status-line.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { updateCommand } from './options.ts';

/** `yo lambda-nativeaot:update` and `lambda-nativeaot update`. */
export default class UpdateGenerator extends CommandGenerator<typeof updateCommand> {
  constructor(args: string[], options: GeneratorOptions) {
    super(updateCommand, args, options);
  }

  async writing(): Promise<void> {
    const { runUpdate } = await import('../../src/update/command.ts');
    const { values } = this._input;
    await runUpdate({
      folder: this.destinationRoot(),
      flags: values,
      output: this._output,
      status: process.stderr.isTTY ? new StatusLine() : undefined,
      repeat: repeatCommand(updateCommand, this._door, [], values),
      approve: (summary) => this._approve(summary),
    });
  }

  private async _approve(summary: string): Promise<void> {
    if (!this._canAsk) return;
    const { confirmQuestion, isConfirmed } = await import('../../src/convert/questions.ts');
    this._output.note(summary);
    if (!isConfirmed(await this._ask([confirmQuestion]))) throw new InterruptedError('Nothing was changed.');
  }
}
