import type { Command, Input, Option } from '../commands/command.ts';
import { UsageError } from '../errors.ts';
import { capitalized } from '../ui/wording.ts';

/** A question as inquirer takes it; `argument` is the name of the answer to a command's argument. */
export interface Question {
  readonly name: string;
  readonly message: string;
  readonly type: 'input' | 'select' | 'checkbox';
  readonly default?: string;
  readonly choices?: readonly { name: string; value: string; short: string; description?: string }[];
  /** Choices in sight at a time: all samples, and room for what was asked before on 24 lines. */
  readonly pageSize?: number;
  readonly validate?: (value: string) => true | string;
}

const validator = (validate: ((value: string) => string | undefined) | undefined) => (value: string) => {
  const problem = validate?.(value);
  return problem === undefined ? true : capitalized(problem);
};

const promptTypes: Partial<Record<Option['type'], Question['type']>> = {
  text: 'input',
  choice: 'select',
  list: 'checkbox',
};

function questionOf(option: Option): Question | undefined {
  const type = promptTypes[option.type];
  if (option.message === undefined || type === undefined) return undefined;
  return {
    name: option.name,
    message: option.message,
    type,
    ...('default' in option && option.default !== undefined ? { default: String(option.default) } : {}),
    ...('validate' in option ? { validate: validator(option.validate) } : {}),
    ...('choices' in option
      ? {
          pageSize: 17,
          choices: option.choices.map(({ value, hint, details }) => ({
            name: hint === undefined ? value : `${value.padEnd(widest(option.choices))}  ${hint}`,
            value,
            short: value,
            ...(details === undefined ? {} : { description: details }),
          })),
        }
      : {}),
  };
}

const widest = (choices: readonly { value: string }[]) => Math.max(...choices.map((c) => c.value.length));

/** What is still to be asked: the argument and each option that has a question and was not given. */
export function openQuestions(command: Command, input: Input): Question[] {
  const { argument } = command;
  const missing = argument?.message !== undefined && input.arguments.length === 0;
  const first: Question[] = missing
    ? [
        {
          name: 'argument',
          message: argument.message as string,
          type: 'input',
          ...(argument.suggestion === undefined ? {} : { default: argument.suggestion }),
          validate: validator(argument.validate),
        },
      ]
    : [];
  const values = input.values as Readonly<Record<string, unknown>>;
  const rest = command.options
    .filter((option) => values[option.name] === undefined)
    .map(questionOf)
    .filter((question) => question !== undefined);
  return [...first, ...rest];
}

export const choice = (value: string, name = value) => ({ name, value, short: value });

/** Asked when everything is known and before anything is written. */
export const confirmQuestion: Question = {
  name: 'write',
  message: 'Write these changes?',
  type: 'select',
  default: 'yes',
  choices: [choice('yes'), choice('no')],
};

/** Puts questions to the user and brings back the answers by name. */
export type Ask = (questions: readonly Question[]) => Promise<Record<string, unknown>>;

/** The input with the answers to some questions filled in. */
export function withAnswers<C extends Command>(input: Input<C>, answers: Record<string, unknown>): Input<C> {
  const { argument, ...values } = answers;
  return {
    arguments: argument === undefined ? input.arguments : [String(argument)],
    values: { ...input.values, ...values },
  };
}

/**
 * The argument that a command cannot do without.
 * @throws UsageError when it is missing and standard input is not a terminal.
 */
export function requireArgument({ argument, name }: Command, input: Input): string {
  const [value] = input.arguments;
  if (value !== undefined) return value;
  throw new UsageError(
    `${argument?.name} is missing and standard input is not a terminal; run: lambda-nativeaot ${name} ${argument?.name}`,
  );
}
