import { defaultRuntime } from '../platform/runtimes.ts';
import { architectureChoices, frameworkChoices, libraryChoices, runtimeChoices } from './choices.ts';
import { type Command, diffOption, yesOption } from './command.ts';

export const convertCommand = {
  name: 'convert',
  generator: 'convert',
  page: 'converting.md',
  summary: 'Turns an existing .NET Lambda project into a NativeAOT custom-runtime project.',
  argument: {
    name: 'DIR',
    description: 'folder of the project or of its solution, or a .csproj; default: the current folder',
  },
  options: [
    {
      name: 'handler',
      type: 'texts',
      placeholder: 'HANDLER',
      description:
        'handler to convert, as Assembly::Namespace.Class::Method; can be repeated; default: all that are found',
    },
    {
      name: 'library',
      type: 'choice',
      choices: libraryChoices,
      default: 'aws',
      description: 'runtime client',
    },
    {
      name: 'framework',
      type: 'choice',
      choices: frameworkChoices,
      description: "target framework; default: the project's own, if it has NativeAOT",
    },
    {
      name: 'architecture',
      type: 'choice',
      choices: architectureChoices,
      description: 'processor of the functions; default: as deployed',
    },
    {
      name: 'runtime',
      type: 'choice',
      choices: runtimeChoices,
      description: `Lambda runtime; default: the managed one that the functions have, else ${defaultRuntime}`,
    },
    yesOption,
    diffOption,
    {
      name: 'force',
      type: 'boolean',
      description: 'convert even if git could not restore the files; with --undo, overwrite later edits',
    },
    {
      name: 'undo',
      type: 'boolean',
      description: 'put the files back as they were before the last conversion',
    },
  ],
  examples: [
    'lambda-nativeaot convert --dry-run',
    'lambda-nativeaot convert ../orders --framework net10.0 --yes',
    'lambda-nativeaot convert --handler Orders::Orders.Function::Place',
    'lambda-nativeaot convert --undo',
  ],
} as const satisfies Command;
