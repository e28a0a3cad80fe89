import { type Command, type FlagsOf, type Input, type Values, withDefaults } from '../commands/command.ts';
import { InterruptedError } from '../errors.ts';
import { canAsk, createOutput, type Output } from '../ui/output.ts';
import { toUserError } from './failure.ts';
import { type Ask, confirmQuestion, openQuestions, type Question, requireArgument } from './questions.ts';
import { type Frontend, repeatCommand } from './repeat.ts';

/** The steps of a run in their order, under Yeoman's names for them. */
const steps = ['initializing', 'prompting', 'configuring', 'writing', 'install', 'end'] as const;
export type Step = (typeof steps)[number];

/** What a run is given by the frontend that started it. */
export interface CommandContext {
  readonly frontend: Frontend;
  /** The folder that the command works on or in. */
  readonly folder: string;
  readonly ask: Ask;
}

type Done = void | Promise<void>;

/** What a command does, step by step; both frontends run it. A command has those of the steps that it needs. */
export abstract class Workflow<C extends Command> {
  protected input: Input<C>;
  protected readonly folder: string;
  protected readonly frontend: Frontend;
  protected readonly output: Output;
  readonly #command: C;
  readonly #ask: Ask;

  constructor(command: C, input: Input<C>, { frontend, folder, ask }: CommandContext) {
    this.#command = command;
    this.input = input;
    this.folder = folder;
    this.frontend = frontend;
    this.output = createOutput(input.values.json === true);
    this.#ask = ask;
  }

  initializing(): Done {}
  prompting(): Done {}
  configuring(): Done {}
  writing(): Done {}
  install(): Done {}
  end(): Done {}

  /** What was given, and the defaults of the rest. */
  protected get flags(): FlagsOf<C> {
    return withDefaults(this.#command, this.input.values);
  }

  /** @throws UsageError where the command's argument is missing. */
  protected get requiredArgument(): string {
    return requireArgument(this.#command, this.input);
  }

  /** The command that does the same again without a question. */
  protected repeat(args: readonly string[] = this.input.arguments): string {
    return repeatCommand(this.#command, this.frontend, args, this.input.values);
  }

  /** What is still to be asked. */
  protected openQuestions(): Question[] {
    return openQuestions(this.#command, this.input);
  }

  protected get canAsk(): boolean {
    return canAsk(this.input.values as Values);
  }

  /**
   * Shows what is about to be written and asks whether it may be, where the user can be asked.
   * @throws InterruptedError when the answer is no.
   */
  protected async confirm(summary?: string): Promise<void> {
    if (!this.canAsk) return;
    if (summary !== undefined) this.output.note(summary);
    const { write } = await this.ask([confirmQuestion]);
    if (write !== 'yes') throw new InterruptedError('Nothing was changed.');
  }

  /** Asks for a word that has to be typed. @throws InterruptedError when something else is typed. */
  protected async requireTyped(message: string, word: string): Promise<void> {
    const { confirmed } = await this.ask([{ name: 'confirmed', type: 'input', message }]);
    if (confirmed !== word) throw new InterruptedError('Not confirmed; nothing was changed.');
  }

  /** @throws InterruptedError when the user ends the questions. */
  protected async ask(questions: readonly Question[]): Promise<Record<string, unknown>> {
    if (questions.length === 0) return {};
    try {
      return await this.#ask(questions);
    } catch (error) {
      throw toUserError(error);
    }
  }
}

export type WorkflowClass<C extends Command> = new (
  command: C,
  input: Input<C>,
  context: CommandContext,
) => Workflow<C>;

/** Makes the work of a command on what was given. */
export type LoadWorkflow = (input: Input, context: CommandContext) => Promise<Workflow<Command>>;

/** Runs all steps of a workflow, one after the other. */
export async function runWorkflow<C extends Command>(workflow: Workflow<C>): Promise<void> {
  for (const step of steps) await workflow[step]();
}
