import { resolve } from 'node:path';
import { withDefaults } from '../../src/cli/command.ts';
import { repeatCommand } from '../../src/cli/repeat.ts';
import type { ProjectFacts } from '../../src/convert/facts.ts';
import type { Conversion } from '../../src/convert/plan.ts';
import type { Restoration } from '../../src/convert/undo.ts';
import { InterruptedError } from '../../src/errors.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { convertCommand } from './options.ts';

/** `yo lambda-nativeaot:convert` and `lambda-nativeaot convert`. */
export default class ConvertGenerator extends CommandGenerator<typeof convertCommand> {
  #target!: string;
  #facts!: ProjectFacts;
  #conversion!: Conversion;
  #restorations!: Restoration[];

  constructor(args: string[], options: GeneratorOptions) {
    super(convertCommand, args, options);
  }

  async initializing(): Promise<void> {
    const { undo, force } = this._input.values;
    this.#target = resolve(this.destinationRoot(), this._input.arguments[0] ?? '.');
    // The parsers take longer to load than help or a usage error should.
    if (undo) {
      const { planUndo } = await import('../../src/convert/undo.ts');
      this.#restorations = await planUndo(this.#target, force === true);
    } else {
      const { readProject } = await import('../../src/convert/facts.ts');
      this.#facts = await readProject(this.#target);
    }
  }

  async prompting(): Promise<void> {
    const { undo, handler } = this._input.values;
    if (undo || handler !== undefined || !this._canAsk) return;
    const { handlerQuestion, chosenHandlers } = await import('../../src/convert/questions.ts');
    const question = handlerQuestion(this.#facts);
    if (!question) return;
    const answers = await this._ask([question]);
    this._input = { ...this._input, values: { ...this._input.values, handler: chosenHandlers(answers) } };
  }

  async configuring(): Promise<void> {
    const values = withDefaults(convertCommand, this._input.values);
    if (values.undo) return;
    const { planConversion } = await import('../../src/convert/plan.ts');
    this.#conversion = planConversion(this.#facts, { ...values, handlers: values.handler ?? [] });
    if (values['dry-run'] || this.#conversion.changes.length === 0) return;
    const { requireCleanTree } = await import('../../src/convert/git.ts');
    if (!values.force) await requireCleanTree(this.#facts.root);
    if (this._canAsk) await this._confirm();
  }

  async writing(): Promise<void> {
    const { undo, 'dry-run': dryRun } = this._input.values;
    if (dryRun) return;
    const { applyChanges, applyUndo } = await import('../../src/convert/undo.ts');
    if (undo) await applyUndo(this.#target, this.#restorations);
    else if (this.#conversion.changes.length > 0)
      await applyChanges(this.#facts.root, this.#conversion.changes);
  }

  async end(): Promise<void> {
    const { values } = this._input;
    const { convertText, undoResult, undoText } = await import('../../src/convert/result.ts');
    if (values.undo) {
      const result = undoResult(this.#target, this.#restorations, !values['dry-run']);
      this._output.print(undoText(result));
      this._output.json(result);
      return;
    }
    const result = await this._result(!values['dry-run']);
    this._output.print(convertText(result));
    this._output.json(result);
  }

  private async _result(written: boolean) {
    const { convertResult } = await import('../../src/convert/result.ts');
    const { arguments: args, values } = this._input;
    const repeat = repeatCommand(convertCommand, this._door, args, values);
    return convertResult(this.#facts.root, this.#conversion, repeat, written);
  }

  /** @throws InterruptedError when the person does not want it. */
  private async _confirm(): Promise<void> {
    const { confirmQuestion, isConfirmed } = await import('../../src/convert/questions.ts');
    const { convertSummary } = await import('../../src/convert/result.ts');
    this._output.note(convertSummary(await this._result(false)));
    if (!isConfirmed(await this._ask([confirmQuestion]))) throw new InterruptedError('Nothing was changed.');
  }
}
