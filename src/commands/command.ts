/**
 * A command as data. One such table feeds Yeoman's options, the bin's flags, the prompts, `--help` and the
 * README, so that a flag is described in one place alone.
 */

interface OptionBase {
  /** As typed after `--`. */
  readonly name: string;
  /** Another way to type it: a word after `--`, or a letter after `-`. */
  readonly alias?: string;
  /** A name that it had in an earlier version; given by that name, it is refused with a hint at the new one. */
  readonly formerly?: string;
  readonly description: string;
  /** The question of the prompt; an option without one is never asked. */
  readonly message?: string;
}

export interface Choice {
  readonly value: string;
  /** One line for the prompt: what this choice means or costs. */
  readonly hint?: string;
  /** Another line, shown while the choice is marked. */
  readonly details?: string | undefined;
}

export interface BooleanOption extends OptionBase {
  readonly type: 'boolean';
}

export interface TextOption extends OptionBase {
  readonly type: 'text';
  readonly placeholder: string;
  readonly default?: string;
  /** What is wrong with a value, as a sentence for the user, or undefined. */
  readonly validate?: (value: string) => string | undefined;
}

/** A text that may be given several times (`--env A=1 --env B=2`). */
export interface TextsOption extends OptionBase {
  readonly type: 'texts';
  readonly placeholder: string;
  readonly validate?: (value: string) => string | undefined;
}

export interface NumberOption extends OptionBase {
  readonly type: 'number';
  readonly placeholder: string;
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

export interface ChoiceOption extends OptionBase {
  readonly type: 'choice';
  readonly choices: readonly Choice[];
  /** The page below docs/ that lists the choices, where they are too many for a row of a table. */
  readonly page?: string;
  readonly default?: string;
}

/** Several choices, separated by commas. */
export interface ListOption extends OptionBase {
  readonly type: 'list';
  readonly choices: readonly Choice[];
}

export type Option = BooleanOption | TextOption | TextsOption | NumberOption | ChoiceOption | ListOption;

export interface Argument {
  /** As `--help` shows it, without brackets. */
  readonly name: string;
  readonly description: string;
  /** Takes all that is left on the line. */
  readonly many?: boolean;
  /** Must be known before the command runs: asked for on a terminal, a usage error elsewhere. */
  readonly required?: boolean;
  readonly message?: string;
  /** What the prompt offers. */
  readonly suggestion?: string;
  readonly validate?: (value: string) => string | undefined;
}

export interface Command {
  readonly name: string;
  /** Yeoman's name for it: the folder under generators/. */
  readonly generator: string;
  /** The page about it, in the folder docs. */
  readonly page: string;
  readonly summary: string;
  /** Whether it works on a project, which may be in a folder above. */
  readonly needsProject?: true;
  readonly argument?: Argument;
  readonly options: readonly Option[];
  readonly examples: readonly string[];
}

type ValueOf<O extends Option> = O extends BooleanOption
  ? boolean
  : O extends NumberOption
    ? number
    : O extends TextsOption
      ? readonly string[]
      : O extends { type: 'list'; choices: readonly { value: infer V }[] }
        ? readonly V[]
        : O extends { type: 'choice'; choices: readonly { value: infer V }[] }
          ? V
          : string;

/** The values of options by the name as typed; an option that was not given is absent. */
export type ValuesOf<O extends readonly Option[]> = {
  readonly [N in O[number] as N['name']]?: ValueOf<N> | undefined;
};

/** The values of a command's options, and of those that every command has. */
export type Values<C extends Command = Command> = ValuesOf<C['options']> & ValuesOf<typeof commonOptions>;

/** What the user gave to a command. */
export interface Input<C extends Command = Command> {
  readonly arguments: readonly string[];
  readonly values: Values<C>;
}

/**
 * Options that Node takes out of a script's own arguments, before the script runs: a file that is named by one can
 * set Node's variables and so run code. No option of ours may be called like one.
 * Source: node, src/node_dotenv.cc (GetDataFromArgs), src/node_config_file.cc.
 */
export const nodeOptions = [
  'env-file',
  'env-file-if-exists',
  'experimental-config-file',
  'experimental-default-config-file',
] as const;

/** What a command takes that asks; it is read where it is decided whether a question may be put. */
export const yesOption = {
  name: 'yes',
  type: 'boolean',
  description: 'ask nothing, take the defaults',
} as const satisfies Option;

/** What a command takes that changes files of a project. */
export const diffOption = {
  name: 'dry-run',
  type: 'boolean',
  description: 'show the changes as a diff, write nothing',
} as const satisfies Option;

/** What every command takes. */
export const commonOptions = [
  { name: 'json', type: 'boolean', description: 'print only JSON on standard output' },
  { name: 'no-color', type: 'boolean', description: 'no colours (NO_COLOR works as well)' },
  { name: 'debug', type: 'boolean', description: 'show stack traces' },
  { name: 'help', alias: 'h', type: 'boolean', description: 'show this help' },
] as const satisfies readonly Option[];

/** All options of a command, its own first. */
export function allOptions(command: Command): readonly Option[] {
  return [...command.options, ...commonOptions];
}

/** The name of the option that a word stands for: itself, or the one whose alias it is. */
export const optionName = (command: Command, word: string): string =>
  allOptions(command).find(({ alias }) => alias === word)?.name ?? word;

export type Defaulted<C extends Command> = {
  [O in C['options'][number] as O extends { type: 'list' } | { default: unknown }
    ? O['name']
    : never]: ValueOf<O>;
};

/** What the work of a command gets: the values that were given, and the defaults of the rest. */
export type FlagsOf<C extends Command> = Values<C> & Defaulted<C>;

/** The values with each option's default where nothing was given; a list's default is empty. */
export function withDefaults<C extends Command>(command: C, values: Values<C>): FlagsOf<C> {
  const given = values as Readonly<Record<string, unknown>>;
  const filled = command.options.map((option) => {
    const fallback = option.type === 'list' ? [] : 'default' in option ? option.default : undefined;
    return [option.name, given[option.name] ?? fallback] as const;
  });
  return { ...values, ...Object.fromEntries(filled) } as FlagsOf<C>;
}
