import type { DistinctQuestion } from 'inquirer';
import Generator, { type BaseOptions } from 'yeoman-generator';
import {
  allOptions,
  type Command,
  type Input,
  type Option,
  optionName,
  type Values,
} from '../src/cli/command.ts';
import { toUserError } from '../src/cli/failure.ts';
import type { Question } from '../src/cli/questions.ts';
import type { Door } from '../src/cli/repeat.ts';
import { readInput } from '../src/cli/values.ts';
import { UsageError } from '../src/errors.ts';
import { canAsk, createOutput, type Output } from '../src/ui/output.ts';

/** `given`: the flags as the bin has read them, by their names. */
export type GeneratorOptions = BaseOptions & { door?: Door; given?: Readonly<Record<string, unknown>> };

/** What Yeoman itself, `yo` and its environment put among the options; anything else came from the user. */
const yeomanOptions = new Set(
  `env resolved namespace description door given help skip-cache skip-install force-install ask-answered
   skip-local-cache destination-root force-write local-only generators version environment-version insight
   forward-error-to-environment local-config-only conflicter bail whitespace init-generator`
    .trim()
    .split(/\s+/),
);

/** What Yeoman's environment puts over a flag of the same name, so that the flag is lost on its way. */
const overwritten = ['env', 'resolved', 'namespace'];

/** @throws UsageError for a flag that "yo" would lose without a word; its alias gets through. */
function refuseLostFlags(command: Command, words: readonly string[]): void {
  for (const { name, alias } of command.options) {
    const isGiven = words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (!overwritten.includes(name) || !isGiven) continue;
    throw new UsageError(`Yeoman keeps --${name} for itself; with yo give --${alias} instead.`);
  }
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The user's part of what Yeoman handed over: our flags, and unknown ones, by their name as typed. */
function userOptions(command: Command, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = new Set(allOptions(command).map((option) => option.name));
  const raw: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    // yo's parser reads --no-color as color=false.
    const name = value === false && known.has(`no-${kebab(key)}`) ? `no-${kebab(key)}` : kebab(key);
    const simple = ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
    if (!simple || (yeomanOptions.has(name) && !known.has(name))) continue;
    raw[optionName(command, name)] = name === kebab(key) ? value : true;
  }
  return raw;
}

const yeomanTypes: Record<Option['type'], typeof String | typeof Boolean> = {
  boolean: Boolean,
  text: String,
  texts: String,
  number: String,
  choice: String,
  list: String,
};

/**
 * A Yeoman generator for one of our commands: its table becomes Yeoman's options (so that `yo … --help` knows
 * them), and what was given is checked as strictly as the bin does. Members that begin with an underscore are
 * no tasks to Yeoman.
 */
export abstract class CommandGenerator<C extends Command> extends Generator<
  Record<string, unknown>,
  GeneratorOptions
> {
  protected readonly _command: C;
  protected _input: Input<C>;
  protected readonly _output: Output;

  constructor(command: C, args: string[], options: GeneratorOptions) {
    super(args, options, { customInstallTask: true, customCommitTask: true });
    // Yeoman would put "An error occured while running …" above a message that is for the user alone.
    const { log } = this;
    const quiet = Object.assign((...words: [string]) => log(...words), log, { error: () => log });
    Object.defineProperty(this, 'log', { value: quiet });
    const raw = this._initOptions as GeneratorOptions;
    if (raw.given === undefined) refuseLostFlags(command, process.argv);
    const given = raw.given ?? userOptions(command, raw as Record<string, unknown>);
    for (const { name, alias, type, description } of command.options) {
      this.option(name, { type: yeomanTypes[type], description, ...(alias === undefined ? {} : { alias }) });
    }
    const { argument } = command;
    if (argument) {
      const type = argument.many ? Array : String;
      this.argument(argument.name, { type, required: false, description: argument.description });
    }
    this._command = command;
    this._input = readInput(command, given, args);
    this._output = createOutput(this._input.values.json === true);
  }

  protected get _canAsk(): boolean {
    return canAsk(this._input.values as Values);
  }

  /** @throws InterruptedError when the person ends the questions. */
  protected async _ask(questions: readonly Question[]): Promise<Record<string, unknown>> {
    try {
      return await this.prompt(questions as DistinctQuestion[]);
    } catch (error) {
      throw toUserError(error);
    }
  }

  /** Which door this run came through. */
  protected get _door(): Door {
    return this.options.door ?? 'yo';
  }
}
