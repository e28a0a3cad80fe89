import type { Command, Values } from '../commands/command.ts';
import { quote } from '../ui/shell-word.ts';

/** Yeoman, or the program of our own. */
export type Frontend = 'yo' | 'bin';

/** How a command is called from a frontend. */
function invocationOf(command: Command, frontend: Frontend): string {
  if (frontend === 'bin') return `lambda-nativeaot ${command.name}`;
  return command.generator === 'app' ? 'yo lambda-nativeaot' : `yo lambda-nativeaot:${command.generator}`;
}

/** The command that repeats a run without a question: every value that differs from its default, and --yes. */
export function repeatCommand<C extends Command>(
  command: C,
  frontend: Frontend,
  args: readonly string[],
  values: Values<C>,
): string {
  const given = values as Readonly<Record<string, unknown>>;
  const flags = command.options.flatMap((option): string[] => {
    const value = given[option.name];
    if (value === undefined || value === false || option.name === 'yes' || option.name === 'dry-run')
      return [];
    if (value === true) return [`--${option.name}`];
    if ('default' in option && option.default === value) return [];
    if (option.type === 'texts') return (value as string[]).flatMap((text) => [`--${option.name}`, text]);
    const text = Array.isArray(value) ? value.join(',') : String(value);
    return text === '' ? [] : [`--${option.name}`, text];
  });
  return [invocationOf(command, frontend), ...[...args, ...flags].map(quote), '--yes'].join(' ');
}
