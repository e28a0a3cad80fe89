import { type Question, withAnswers } from '../../src/cli/questions.ts';
import { Workflow } from '../../src/cli/workflow.ts';
import type { addFunctionCommand } from '../../src/commands/add-function.ts';
import { UserError } from '../../src/errors.ts';
import { writeTree } from '../../src/files/write.ts';
import type { Addition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import { newFunctionName } from '../../src/functions/function-name.ts';
import { readSettings, type Settings } from '../../src/project/settings.ts';

/** Whether a project can have a function of that name, as a question takes it. */
function nameAnswer(settings: Settings, name: string, { validate }: Question): true | string {
  const answer = validate?.(name) ?? true;
  if (answer !== true) return answer;
  try {
    newFunctionName(settings, name);
    return true;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Adds a function to a project. */
export class AddFunctionWorkflow extends Workflow<typeof addFunctionCommand> {
  #addition!: Addition;

  override async prompting(): Promise<void> {
    // Whether this is a project, and whether it can have that name, should be known before there are questions.
    const settings = await readSettings(this.folder);
    const [name] = this.input.arguments;
    if (name !== undefined) newFunctionName(settings, name);
    if (!this.canAsk) return;
    // Said where another name can be typed at once.
    const questions = this.openQuestions().map((question) =>
      question.name === 'argument'
        ? { ...question, validate: (text: string) => nameAnswer(settings, text, question) }
        : question,
    );
    this.input = withAnswers(this.input, await this.ask(questions));
  }

  override async configuring(): Promise<void> {
    const { sample } = this.flags;
    // The parsers take longer to load than a usage error should.
    const { planAddition } = await import('../../src/functions/addition.ts');
    this.#addition = await planAddition(this.folder, this.input.arguments[0] ?? sample, sample);
  }

  override async writing(): Promise<void> {
    if (!this.input.values['dry-run']) await writeTree(this.folder, filesOf(this.#addition.changes));
  }

  override async end(): Promise<void> {
    const { additionResult, additionText } = await import('../../src/functions/result.ts');
    const { values } = this.input;
    const { handler } = this.#addition.function;
    const repeat = this.repeat([handler]);
    const result = additionResult(this.folder, this.#addition, repeat, !values['dry-run']);
    for (const note of this.#addition.notes) this.output.note(note);
    this.output.print(additionText(result));
    this.output.json(result);
  }
}
