import { join } from 'node:path';
import { exitCodes, UsageError } from '../errors.ts';
import { packageRoot, packageVersion } from '../package.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { describeFailure } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import { parseCommandLine } from './parse.ts';
import { unknown } from './values.ts';

const asksForHelp = (word: string | undefined) => word === undefined || word === '--help' || word === '-h';

function findCommand(name: string): Command {
  const command = commands.find((c) => c.name === name);
  if (command) return command;
  if (name.startsWith('-')) throw new UsageError(`A command comes before its flags; "${name}" is none.`);
  throw unknown(
    'command',
    name,
    commands.map((c) => c.name),
  );
}

/** Runs a command's generator: the same class that Yeoman would find, with the same options. */
async function runGenerator(command: Command, argv: readonly string[]): Promise<void> {
  const { arguments: args, values } = parseCommandLine(command, argv);
  if (values.help) {
    process.stdout.write(commandHelp(command));
    return;
  }
  // Imported here because Yeoman's environment takes far longer to load than help or a usage error should.
  const { createEnv } = await import('yeoman-environment');
  const environment = createEnv({ skipInstall: true });
  const root = packageRoot();
  const namespace = `lambda-nativeaot:${command.generator}`;
  const file = join(root, 'dist', 'generators', command.generator, 'index.js');
  environment.register(file, { namespace, packagePath: root });
  // Apart from Yeoman's own options, which would overwrite a flag of the same name.
  await environment.run([namespace, ...args], { given: values, door: 'bin' } as object);
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
    else await runGenerator(findCommand(word as string), rest);
    return exitCodes.done;
  } catch (error) {
    const { message, code } = describeFailure(error, debug);
    process.stderr.write(message);
    return code;
  }
}
