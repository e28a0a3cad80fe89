import { withDefaults } from '../../src/cli/command.ts';
import { openQuestions, withAnswers } from '../../src/cli/questions.ts';
import { repeatCommand } from '../../src/cli/repeat.ts';
import type { Addition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import { newFunctionName } from '../../src/functions/function-name.ts';
import { readSettings } from '../../src/project/settings.ts';
import { writeTree } from '../../src/project/write.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { addFunctionCommand } from './options.ts';

/** `yo lambda-nativeaot:add-function` and `lambda-nativeaot add-function`. */
export default class AddFunctionGenerator extends CommandGenerator<typeof addFunctionCommand> {
  #addition!: Addition;

  constructor(args: string[], options: GeneratorOptions) {
    super(addFunctionCommand, args, options);
  }

  async prompting(): Promise<void> {
    // Whether this is a project, and whether it can have that name, should be known before there are questions.
    const settings = await readSettings(this.destinationRoot());
    const [name] = this._input.arguments;
    if (name !== undefined) newFunctionName(settings, name);
    if (!this._canAsk) return;
    this._input = withAnswers(this._input, await this._ask(openQuestions(addFunctionCommand, this._input)));
  }

  async configuring(): Promise<void> {
    const { sample } = withDefaults(addFunctionCommand, this._input.values);
    // The parsers take longer to load than a usage error should.
    const { planAddition } = await import('../../src/functions/addition.ts');
    this.#addition = await planAddition(this.destinationRoot(), this._input.arguments[0] ?? sample, sample);
  }

  async writing(): Promise<void> {
    if (!this._input.values['dry-run'])
      await writeTree(this.destinationRoot(), filesOf(this.#addition.changes));
  }

  async end(): Promise<void> {
    const { additionResult, additionText } = await import('../../src/functions/result.ts');
    const { values } = this._input;
    const { handler } = this.#addition.function;
    const repeat = repeatCommand(addFunctionCommand, this._door, [handler], values);
    const result = additionResult(this.destinationRoot(), this.#addition, repeat, !values['dry-run']);
    for (const note of this.#addition.notes) this._output.note(note);
    this._output.print(additionText(result));
    this._output.json(result);
  }
}
