import { resolve } from 'node:path';
import { withDefaults } from '../../src/cli/command.ts';
import { openQuestions, requireArgument, withAnswers } from '../../src/cli/questions.ts';
import { repeatCommand } from '../../src/cli/repeat.ts';
import { packageVersion } from '../../src/package.ts';
import { requireFit, settingsOf } from '../../src/project/answers.ts';
import { initialCommit } from '../../src/project/git.ts';
import { renderProject } from '../../src/project/render.ts';
import type { Settings } from '../../src/project/settings.ts';
import { gitRemarks, newResult, newResultText } from '../../src/project/summary.ts';
import { requireFreeTarget } from '../../src/project/target.ts';
import type { TreeFile } from '../../src/project/tree.ts';
import { noticesOf } from '../../src/project/view.ts';
import { writeTree } from '../../src/project/write.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { newCommand } from './options.ts';

/** `yo lambda-nativeaot` and `lambda-nativeaot new`. */
export default class NewGenerator extends CommandGenerator<typeof newCommand> {
  #settings!: Settings;
  #files!: TreeFile[];
  #target!: string;

  constructor(args: string[], options: GeneratorOptions) {
    super(newCommand, args, options);
  }

  initializing(): void {
    requireFit(this._input.values);
  }

  async prompting(): Promise<void> {
    if (this._canAsk) {
      // The name alone first: whether its folder is free should be known before five more questions.
      const [first, ...rest] = openQuestions(newCommand, this._input);
      if (first?.name === 'argument') this._input = withAnswers(this._input, await this._ask([first]));
      await this._requireTarget();
      const open = first?.name === 'argument' ? rest : openQuestions(newCommand, this._input);
      this._input = withAnswers(this._input, await this._ask(open));
    }
    await this._requireTarget();
  }

  configuring(): void {
    const values = withDefaults(newCommand, this._input.values);
    this.#settings = settingsOf(requireArgument(newCommand, this._input), values, packageVersion());
    this.#files = renderProject(this.#settings);
  }

  async writing(): Promise<void> {
    if (!this._input.values['dry-run']) await writeTree(this.#target, this.#files);
  }

  async install(): Promise<void> {
    if (this._input.values['dry-run'] || this._input.values['skip-git']) return;
    const result = await initialCommit(this.#target, `New function ${this.#settings.name}`);
    const remark = gitRemarks[result];
    if (remark !== undefined) this._output.note(remark);
  }

  end(): void {
    const { arguments: args, values } = this._input;
    const repeat = repeatCommand(newCommand, this._door, args, values);
    const result = newResult(this.#target, this.#settings, this.#files, repeat, !values['dry-run']);
    for (const notice of noticesOf(this.#settings)) this._output.note(notice);
    this._output.print(newResultText(result));
    this._output.json(result);
  }

  private async _requireTarget(): Promise<void> {
    const { output, force } = this._input.values;
    this.#target = resolve(output ?? requireArgument(newCommand, this._input));
    await requireFreeTarget(this.#target, force === true);
  }
}
