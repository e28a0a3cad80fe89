import { parseArgs } from 'node:util';
import { allOptions, type Command, type Input } from './command.ts';
import { readInput } from './values.ts';

/**
 * Reads the words after a command's name.
 * @throws UsageError as readInput does.
 */
export function parseCommandLine<C extends Command>(command: C, argv: readonly string[]): Input<C> {
  const options = allOptions(command);
  const booleans = new Set(options.filter((o) => o.type === 'boolean').map((o) => o.name));
  const known = Object.fromEntries(
    options.map((o) => [
      o.name,
      {
        type: booleans.has(o.name) ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(o.name === 'help' ? { short: 'h' } : {}),
      },
    ]),
  );
  // Not strict: parseArgs words its complaints for programmers; readInput words them for users.
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const raw: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name } = token;
    const value = token.value ?? true;
    const earlier = raw[name];
    raw[name] = earlier === undefined || booleans.has(name) ? value : [earlier, value].flat();
  }
  return readInput(command, raw, positionals);
}
