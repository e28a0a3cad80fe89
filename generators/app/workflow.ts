import { basename, resolve } from 'node:path';
import { type Question, withAnswers } from '../../src/cli/questions.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import { type newCommand, thisFolder } from '../../src/commands/new.ts';
import { UsageError, UserError } from '../../src/errors.ts';
import type { TreeFile } from '../../src/files/tree.ts';
import { writeTree } from '../../src/files/write.ts';
import { packageVersion } from '../../src/package.ts';
import { decidedBy, requireFit, settingsOf } from '../../src/project/answers.ts';
import { initialCommit, lookForRepository, type Surroundings } from '../../src/project/initial-commit.ts';
import { nameProblem } from '../../src/project/names.ts';
import { noticesOf } from '../../src/project/notices.ts';
import { renderProject } from '../../src/project/render.ts';
import type { Settings } from '../../src/project/settings.ts';
import { gitRemark, newResult, newResultText } from '../../src/project/summary.ts';
import { requireFreeTarget } from '../../src/project/target.ts';

/** Writes a new project. */
export class NewWorkflow extends Workflow<typeof newCommand> {
  #settings!: Settings;
  #files!: TreeFile[];
  #target!: string;
  /** Undefined where git is not wanted. */
  #surroundings: Promise<Surroundings> | undefined;

  override initializing(): void {
    requireFit(this.input.values);
    this.#takeFolder();
  }

  override async prompting(): Promise<void> {
    if (this.canAsk) {
      // The name alone first: whether its folder is free should be known before five more questions.
      await this.askName();
      await this.answer(({ name }) => name === 'sample');
      const decided: readonly string[] = decidedBy(this.flags.sample);
      await this.answer(({ name }) => !decided.includes(name));
    }
    await this.requireTarget();
  }

  override configuring(): void {
    const { 'dry-run': dryRun, 'skip-git': skipGit } = this.input.values;
    // Looked for while the files are made.
    if (!dryRun && !skipGit) this.#surroundings = lookForRepository(this.#target);
    const { sample, framework, architecture, runtime, library, with: extras } = this.flags;
    const answers = { sample, framework, architecture, runtime, library, with: extras };
    this.#settings = settingsOf(this.requiredArgument, answers, packageVersion());
    this.#files = renderProject(this.#settings);
  }

  override async writing(): Promise<void> {
    if (!this.input.values['dry-run']) await writeTree(this.#target, this.#files);
  }

  override async install(): Promise<void> {
    if (this.#surroundings === undefined) return;
    const message = `New function ${this.#settings.name}`;
    const result = await initialCommit(this.#target, message, await this.#surroundings);
    const remark = gitRemark(result);
    if (remark !== undefined) this.output.note(remark);
  }

  override end(): void {
    const written = !this.input.values['dry-run'];
    const result = newResult(this.#target, this.#settings, this.#files, this.repeat(), written);
    for (const notice of noticesOf(this.#settings)) this.output.note(notice);
    this.output.print(newResultText(result, this.#settings));
    this.output.json(result);
  }

  /** `new .` is a project of the folder's own name, in it. @throws UsageError where the folder's name cannot be one */
  #takeFolder(): void {
    const [argument] = this.input.arguments;
    if (argument !== thisFolder) return;
    const { output = thisFolder } = this.input.values;
    const name = basename(resolve(this.folder));
    const problem = nameProblem(name);
    if (problem !== undefined)
      throw new UsageError(
        `The name of this folder, "${name}", is no name of a project: ${problem} Give one, as in: new hello --output .`,
      );
    this.input = { ...this.input, arguments: [name], values: { ...this.input.values, output } };
  }

  private async answer(wanted: (question: Question) => boolean): Promise<void> {
    this.input = withAnswers(this.input, await this.ask(this.openQuestions().filter(wanted)));
  }

  /** Asks for the name until its folder is free; a name that was given with the command is not asked again. */
  private async askName(): Promise<void> {
    const given = this.input;
    for (;;) {
      await this.answer(({ name }) => name === 'argument');
      try {
        this.#takeFolder();
        return await this.requireTarget();
      } catch (error) {
        const isAsked = given.arguments.length === 0 && given.values.output === undefined;
        if (!(error instanceof UserError && isAsked)) throw error;
        this.output.note(error.message);
        this.input = given;
      }
    }
  }

  private async requireTarget(): Promise<void> {
    const { output, force } = this.input.values;
    this.#target = resolve(this.folder, output ?? this.requiredArgument);
    await requireFreeTarget(this.#target, force === true);
  }
}
