import { nameProblem } from '../project/names.ts';
import { defaultSample } from '../samples/catalogue.ts';
import { addableSampleChoices } from './choices.ts';
import { type Command, diffOption, yesOption } from './command.ts';

export const addFunctionCommand = {
  name: 'add-function',
  generator: 'add-function',
  page: 'samples.md',
  needsProject: true,
  summary: 'Adds a handler, its event, sample event and test to a project.',
  argument: {
    name: 'NAME',
    description:
      "the handler's name, also its class and the end of its Lambda name; default: the name of the sample",
    message: 'Name of the handler',
    validate: nameProblem,
  },
  options: [
    {
      name: 'sample',
      type: 'choice',
      get choices() {
        return addableSampleChoices();
      },
      page: 'samples.md',
      default: defaultSample,
      description: 'starting sample',
      message: 'Sample to start from',
    },
    yesOption,
    diffOption,
  ],
  examples: [
    'lambda-nativeaot add-function orders --sample sqs-batch',
    'lambda-nativeaot add-function thumbnails --sample s3-event --dry-run',
  ],
} as const satisfies Command;
