import { defaultArchitecture } from '../platform/architectures.ts';
import { defaultRuntime } from '../platform/runtimes.ts';
import { architectureChoices, runtimeChoices } from './choices.ts';
import { type Command, yesOption } from './command.ts';

export const doctorCommand = {
  name: 'doctor',
  generator: 'doctor',
  page: 'building.md',
  needsProject: true,
  summary:
    'Checks this machine, the project and what it has built, and says how to fix what is wrong. Exit code 3 when there are errors; warnings do not change the exit code.',
  argument: {
    name: 'ARTIFACT',
    description: 'a bootstrap or a zip to check, and nothing else',
  },
  options: [
    {
      name: 'explain',
      type: 'text',
      placeholder: 'TEXT|@FILE|-',
      description: 'what an error message means, or the errors in a whole log; - reads standard input',
    },
    {
      name: 'size',
      type: 'boolean',
      description: 'what the bootstrap consists of, by assembly and namespace; a treemap in dist/size.svg',
    },
    {
      name: 'max-size',
      type: 'text',
      placeholder: 'SIZE',
      description: 'with --size: exit code 3 when the bootstrap is larger, e.g. 1.5MB',
    },
    { name: 'fix', type: 'boolean', description: 'fix what is mechanical and safe; shows a diff' },
    { name: 'dry-run', type: 'boolean', description: 'with --fix: show the diff, change nothing' },
    yesOption,
    { name: 'all', type: 'boolean', description: 'list the checks that passed as well' },
    {
      name: 'architecture',
      type: 'choice',
      choices: architectureChoices,
      description: `processor of the function; default: the project's, or ${defaultArchitecture}`,
    },
    {
      name: 'runtime',
      type: 'choice',
      choices: runtimeChoices,
      description: `Lambda runtime; default: the project's, or ${defaultRuntime}`,
    },
  ],
  examples: [
    'lambda-nativeaot doctor',
    'lambda-nativeaot doctor dist/hello-native.zip --architecture arm64',
    'lambda-nativeaot doctor --explain "exec format error"',
    'lambda-nativeaot doctor --size --max-size 2MB',
    'make package 2>&1 | lambda-nativeaot doctor --explain -',
  ],
} as const satisfies Command;
