import { allOptions, type Command, type Input, type Option, type Values } from '../commands/command.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../ui/nearest.ts';

const bare = (word: string) => word.toLowerCase().replace(/^-+/, '');

/** What the user meant by a word: those that it is the beginning of, or the one that it is nearly. */
function meant(word: string, known: readonly string[]): string[] {
  const typed = bare(word);
  const begun = known.filter((name) => bare(name).startsWith(typed));
  if (typed !== '' && begun.length > 0) return begun;
  const near = nearest(typed, known.map(bare));
  return known.filter((name) => bare(name) === near).slice(0, 1);
}

/** An unknown word, answered with what may have been meant. */
export function unknown(kind: string, word: string, known: readonly string[]): UsageError {
  const likely = meant(word, known);
  const hint = likely.length > 0 ? `did you mean ${likely.join(' or ')}?` : `known are: ${known.join(', ')}.`;
  return new UsageError(`Unknown ${kind} ${word}; ${hint}`);
}

/** A value as it was given, on one line. */
const shown = (value: string) => value.replaceAll(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));

const choiceNames = (option: { choices: readonly { value: string }[] }) => option.choices.map((c) => c.value);

function checkChoice(option: Option & { choices: readonly { value: string }[] }, value: string): string {
  const names = choiceNames(option);
  if (names.includes(value)) return value;
  throw new UsageError(`--${option.name} "${shown(value)}" is not one of ${names.join(', ')}.`);
}

function checkText(
  label: string,
  value: string,
  validate: ((value: string) => string | undefined) | undefined,
): string {
  if (value === '') throw new UsageError(`${label} needs a value; it is empty.`);
  const problem = validate?.(value);
  if (problem !== undefined) throw new UsageError(`${label} "${shown(value)}": ${problem}`);
  return value;
}

const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** One reader a type: from what a frontend passes on (text, or what Yeoman made of it) to the value. */
const readers: { [T in Option['type']]: (option: Extract<Option, { type: T }>, raw: unknown) => unknown } = {
  boolean: (option, raw) => {
    if (typeof raw === 'boolean') return raw;
    if (raw === 'true' || raw === 'false') return raw === 'true';
    throw new UsageError(`--${option.name} takes no value; it was given "${raw}".`);
  },
  text: (option, raw) => checkText(`--${option.name}`, String(raw), option.validate),
  texts: (option, raw) => asTexts(raw).map((text) => checkText(`--${option.name}`, text, option.validate)),
  number: (option, raw) => {
    const value = Number(raw);
    const inRange = Number.isInteger(value) && value >= option.min && value <= option.max;
    if (inRange && String(raw).trim() !== '') return value;
    throw new UsageError(
      `--${option.name} "${raw}" is not a whole number from ${option.min} to ${option.max}.`,
    );
  },
  choice: (option, raw) => checkChoice(option, String(raw)),
  list: (option, raw) => {
    const words = asTexts(raw)
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== '' && text !== 'none');
    return [...new Set(words)].map((text) => checkChoice(option, text));
  },
};

/** The value of one option, checked. @throws UsageError naming flag and value. */
function readOption(option: Option, raw: unknown): unknown {
  if (option.type !== 'boolean' && typeof raw !== 'string' && typeof raw !== 'number' && !Array.isArray(raw))
    throw new UsageError(`--${option.name} needs a value.`);
  if (option.type !== 'list' && raw === '')
    throw new UsageError(`--${option.name} needs a value; it is empty.`);
  if (option.type !== 'texts' && option.type !== 'list' && Array.isArray(raw)) {
    throw new UsageError(`--${option.name} was given ${raw.length} times; give it once.`);
  }
  return (readers[option.type] as (option: Option, raw: unknown) => unknown)(option, raw);
}

/**
 * Turns what a frontend received into a command's input: every flag known, every value valid.
 * @throws UsageError for an unknown flag, a missing or invalid value, an argument too many.
 */
export function readInput<C extends Command>(
  command: C,
  raw: Readonly<Record<string, unknown>>,
  args: readonly string[],
): Input<C> {
  const options = allOptions(command);
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const option = options.find((o) => o.name === name);
    const renamed = options.find((o) => o.formerly === name);
    if (renamed)
      throw new UsageError(`--${name} is called --${renamed.name}: Node takes --${name} for its own.`);
    if (!option) {
      throw unknown(
        'flag',
        name.length === 1 ? `-${name}` : `--${name}`,
        options.map((o) => `--${o.name}`),
      );
    }
    values[name] = readOption(option, value);
  }
  const { argument } = command;
  const most = argument === undefined ? 0 : argument.many ? Number.POSITIVE_INFINITY : 1;
  if (args.length > most) {
    throw new UsageError(`"${args[most]}" is one argument too many; ${command.name} takes ${most}.`);
  }
  for (const text of args) checkText(argument?.name ?? '', text, argument?.validate);
  return { arguments: args, values: values as Values<C> };
}
