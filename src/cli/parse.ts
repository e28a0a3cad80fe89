import { parseArgs } from 'node:util';
import { allOptions, type Command, type Input, type Option, optionName } from '../commands/command.ts';
import { UsageError } from '../errors.ts';
import { readInput } from './values.ts';

type Known = Readonly<Record<string, { type: 'boolean' | 'string'; multiple: true; short?: string }>>;

/** An option under each of its names, as parseArgs wants it. */
function namesOf({ name, alias, type }: Option): Known {
  const config = {
    type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
    multiple: true,
  } as const;
  if (alias === undefined) return { [name]: config };
  return alias.length === 1 ? { [name]: { ...config, short: alias } } : { [name]: config, [alias]: config };
}

/** @throws UsageError where a flag stands in the place of another one's value. */
function refuseFlag(name: string, value: string | true, known: Known): void {
  if (value === true || !value.startsWith('--')) return;
  const [flag = ''] = value.slice(2).split('=');
  if (flag !== '' && !Object.hasOwn(known, flag)) return;
  throw new UsageError(
    `--${name} needs a value, and ${value} is a flag; to give it as the value write --${name}=${value}.`,
  );
}

/**
 * Reads the words after a command's name.
 * @throws UsageError as readInput does.
 */
export function parseCommandLine<C extends Command>(command: C, argv: readonly string[]): Input<C> {
  const options = allOptions(command);
  const booleans = new Set(options.filter((o) => o.type === 'boolean').map((o) => o.name));
  const known: Known = Object.assign({}, ...options.map(namesOf));
  // Not strict: parseArgs words its complaints for programmers; readInput words them for users.
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  // Without what objects inherit: `--__proto__` and `--constructor` are unknown flags like others.
  const raw: Record<string, unknown> = Object.create(null);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = optionName(command, token.name);
    const value = token.value ?? true;
    if (!token.inlineValue) refuseFlag(name, value, known);
    const earlier = raw[name];
    raw[name] = earlier === undefined || booleans.has(name) ? value : [earlier, value].flat();
  }
  return readInput(command, raw, positionals);
}
