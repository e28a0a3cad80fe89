import type { DistinctQuestion } from 'inquirer';
import Generator, { type BaseOptions } from 'yeoman-generator';
import type { Ask } from '../src/cli/questions.ts';
import { readInput } from '../src/cli/values.ts';
import type { Step, Workflow } from '../src/cli/workflow.ts';
import { allOptions, type Command, type Option, optionName } from '../src/commands/command.ts';
import { findCommand } from '../src/commands/commands.ts';
import { UsageError } from '../src/errors.ts';
import { loadWorkflow } from './entries.ts';

export type GeneratorOptions = BaseOptions;

/** What Yeoman itself, `yo` and its environment put among the options; anything else came from the user. */
const yeomanOptions = new Set(
  `env resolved namespace description help skip-cache skip-install force-install ask-answered
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
  const known = new Map(allOptions(command).map(({ name, type }) => [name, type]));
  const raw: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    // yo's parser reads --no-color as color=false.
    const name = value === false && known.has(`no-${kebab(key)}`) ? `no-${kebab(key)}` : kebab(key);
    const simple = ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
    if (!simple || (yeomanOptions.has(name) && !known.has(name))) continue;
    const option = optionName(command, name);
    // Yeoman makes the text "true" of a flag that lacks its value.
    const lacksValue = value === 'true' && known.get(option) !== 'boolean';
    raw[option] = name !== kebab(key) || lacksValue ? true : value;
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
 * them), what was given is checked as strictly as the bin does, and Yeoman's run loop runs its workflow.
 */
export abstract class CommandGenerator extends Generator<Record<string, unknown>, GeneratorOptions> {
  readonly #load: () => Promise<Workflow<Command>>;
  #workflow: Workflow<Command> | undefined;

  constructor(name: string, args: string[], options: GeneratorOptions) {
    super(args, options, { customInstallTask: true, customCommitTask: true, inheritTasks: true });
    // Yeoman would put "An error occured while running …" above a message that is for the user alone.
    const { log } = this;
    const quiet = Object.assign((...words: [string]) => log(...words), log, { error: () => log });
    Object.defineProperty(this, 'log', { value: quiet });
    const command = findCommand(name) as Command;
    refuseLostFlags(command, process.argv);
    const given = userOptions(command, this._initOptions as Record<string, unknown>);
    for (const { name, alias, type, description } of command.options) {
      this.option(name, { type: yeomanTypes[type], description, ...(alias === undefined ? {} : { alias }) });
    }
    const { argument } = command;
    if (argument) {
      const type = argument.many ? Array : String;
      this.argument(argument.name, { type, required: false, description: argument.description });
    }
    const input = readInput(command, given, args);
    const ask: Ask = (questions) => this.prompt(questions as DistinctQuestion[]);
    this.#load = () =>
      loadWorkflow(command.name, input, { frontend: 'yo', folder: this.destinationRoot(), ask });
  }

  async initializing(): Promise<void> {
    await this._run('initializing');
  }

  async prompting(): Promise<void> {
    await this._run('prompting');
  }

  async configuring(): Promise<void> {
    await this._run('configuring');
  }

  async writing(): Promise<void> {
    await this._run('writing');
  }

  async install(): Promise<void> {
    await this._run('install');
  }

  async end(): Promise<void> {
    await this._run('end');
  }

  private async _run(step: Step): Promise<void> {
    this.#workflow ??= await this.#load();
    await this.#workflow[step]();
  }
}
