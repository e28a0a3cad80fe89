import type { Command } from '../commands/command.ts';
import { commands, findCommand } from '../commands/commands.ts';
import { exitCodes, UsageError } from '../errors.ts';
import { packageVersion } from '../package.ts';
import { findProject } from '../project/find-project.ts';
import { toSink } from '../ui/fold.ts';
import { describeFailure } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import { parseCommandLine } from './parse.ts';
import type { Ask } from './questions.ts';
import { unknown } from './values.ts';
import { type LoadWorkflow, runWorkflow } from './workflow.ts';

/** Ways to ask for help or for the version; the last of each are what other tools have taught. */
const helpWords: readonly (string | undefined)[] = [undefined, '--help', '-h', 'help'];
const versionWords: readonly (string | undefined)[] = ['--version', '-v', '-V', 'version'];

/** The help of the command that is named, or of all. */
const help = (name: string | undefined) =>
  name === undefined ? overview(commands) : commandHelp(requireCommand(name));

function requireCommand(name: string): Command {
  const command = findCommand(name);
  if (command) return command;
  if (name.startsWith('-'))
    throw new UsageError(
      `A command comes before its flags, and "${name}" is not a command; run: lambda-nativeaot --help`,
    );
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

async function runCommand(name: string, argv: readonly string[], load: Load): Promise<void> {
  const command = requireCommand(name);
  const input = parseCommandLine(command, argv);
  if (input.values.help) process.stdout.write(commandHelp(command));
  else
    await runWorkflow(
      await load(command.name, input, { frontend: 'bin', folder: await folderOf(command), ask }),
    );
}

/** The folder that a command works on: where it was started, or the project's above. */
async function folderOf({ needsProject }: Command): Promise<string> {
  const started = process.cwd();
  if (!needsProject) return started;
  const folder = await findProject(started);
  if (folder !== started) process.stderr.write(toSink(`The project is in ${folder}.\n`, process.stderr));
  return folder;
}

/** The work of the command of that name. */
type Load = (name: string, ...rest: Parameters<LoadWorkflow>) => ReturnType<LoadWorkflow>;

/**
 * The bin: words in, exit code out. Help, version and usage errors are answered before anything heavy loads.
 */
export async function main(argv: readonly string[], load: Load): Promise<number> {
  const [word, ...rest] = argv;
  const debug = argv.includes('--debug');
  try {
    if (helpWords.includes(word)) process.stdout.write(help(rest.find((name) => !name.startsWith('-'))));
    else if (versionWords.includes(word)) process.stdout.write(`${packageVersion()}\n`);
    else await runCommand(word as string, rest, load);
    return exitCodes.done;
  } catch (error) {
    const { message, code } = describeFailure(error, debug);
    process.stderr.write(toSink(message, process.stderr));
    return code;
  }
}
