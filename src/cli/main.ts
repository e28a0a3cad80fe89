import { exitCodes, UsageError } from '../errors.ts';
import { packageVersion } from '../package.ts';
import { commands, findEntry } from './commands.ts';
import { describeFailure } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import { parseCommandLine } from './parse.ts';
import type { Ask } from './questions.ts';
import { unknown } from './values.ts';
import { runWorkflow } from './workflow.ts';

const asksForHelp = (word: string | undefined) => word === undefined || word === '--help' || word === '-h';

function requireEntry(name: string) {
  const entry = findEntry(name);
  if (entry) return entry;
  if (name.startsWith('-')) throw new UsageError(`A command comes before its flags; "${name}" is none.`);
  throw unknown(
    'command',
    name,
    commands.map((c) => c.name),
  );
}

/** Loaded with the first question: most runs have none. */
const ask: Ask = async (questions) => {
  const { default: inquirer } = await import('inquirer');
  return inquirer.prompt(questions as never);
};

async function runCommand(name: string, argv: readonly string[]): Promise<void> {
  const { command, load } = requireEntry(name);
  const input = parseCommandLine(command, argv);
  if (input.values.help) process.stdout.write(commandHelp(command));
  else await runWorkflow(await load(input, { door: 'bin', folder: process.cwd(), ask }));
}

/**
 * The bin: words in, exit code out. Help, version and usage errors are answered before anything heavy loads.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [word, ...rest] = argv;
  const debug = argv.includes('--debug');
  try {
    if (asksForHelp(word)) process.stdout.write(overview(commands));
    else if (word === '--version') process.stdout.write(`${packageVersion()}\n`);
    else await runCommand(word as string, rest);
    return exitCodes.done;
  } catch (error) {
    const { message, code } = describeFailure(error, debug);
    process.stderr.write(message);
    return code;
  }
}
