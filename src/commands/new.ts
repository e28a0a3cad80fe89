import { defaultArchitecture } from '../platform/architectures.ts';
import { defaultFramework } from '../platform/frameworks.ts';
import { defaultLibrary } from '../platform/options.ts';
import { defaultRuntime } from '../platform/runtimes.ts';
import { nameProblem } from '../project/names.ts';
import { defaultSample } from '../samples/catalogue.ts';
import {
  architectureChoices,
  extraChoices,
  frameworkChoices,
  libraryChoices,
  newRuntimeChoices,
  sampleChoices,
} from './choices.ts';
import { type Command, yesOption } from './command.ts';

/** In the place of a name: the folder that the command runs in, which has one. */
export const thisFolder = '.';

/** What is wrong with the name of a project; another folder in its place is a habit of other tools. */
function projectNameProblem(name: string): string | undefined {
  if (name === thisFolder) return undefined;
  return name === '..' || /[\\/]/.test(name)
    ? 'a name is not a folder; give the folder with --output, as in: new hello --output .'
    : nameProblem(name);
}

export const newCommand = {
  name: 'new',
  generator: 'app',
  page: 'getting-started.md',
  summary: 'Writes a new Lambda function project.',
  argument: {
    name: 'NAME',
    description: 'name of the project and of its first Lambda function; . is the name of this folder',
    required: true,
    message: 'Name of the project (and of its Lambda function)',
    suggestion: 'hello-native',
    validate: projectNameProblem,
  },
  options: [
    {
      name: 'sample',
      type: 'choice',
      get choices() {
        return sampleChoices();
      },
      page: 'samples.md',
      default: defaultSample,
      description: 'starting sample',
      message: 'Sample to start from',
    },
    {
      name: 'framework',
      type: 'choice',
      choices: frameworkChoices,
      default: defaultFramework,
      description: 'target framework',
      message: 'Target framework',
    },
    {
      name: 'architecture',
      type: 'choice',
      choices: architectureChoices,
      default: defaultArchitecture,
      description: 'processor of the function',
      message: 'Architecture',
    },
    {
      name: 'runtime',
      type: 'choice',
      choices: newRuntimeChoices,
      default: defaultRuntime,
      description: 'Lambda runtime',
      message: 'Lambda runtime',
    },
    {
      name: 'library',
      type: 'choice',
      choices: libraryChoices,
      default: defaultLibrary,
      description: 'runtime client',
      message: 'Runtime library',
    },
    {
      name: 'with',
      type: 'list',
      choices: extraChoices,
      description: 'extra files, separated by commas',
      message: 'Extra files',
    },
    {
      name: 'output',
      type: 'text',
      placeholder: 'DIR',
      description: 'folder to write into (./NAME)',
    },
    yesOption,
    { name: 'dry-run', type: 'boolean', description: 'list the files, write nothing' },
    {
      name: 'force',
      type: 'boolean',
      description: 'write into a folder that is not empty, over files of the same name',
    },
    { name: 'skip-git', type: 'boolean', description: 'make no git repository' },
  ],
  examples: [
    'lambda-nativeaot new hello-native',
    'lambda-nativeaot new .',
    'lambda-nativeaot new orders --sample uppercase --architecture arm64 --yes',
  ],
} as const satisfies Command;
