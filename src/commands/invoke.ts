import { remoteInvokeOptions } from './aws-options.ts';
import type { Command } from './command.ts';
import { defaultPort, emulatorOptions, eventOptions } from './emulator-options.ts';

export const invokeCommand = {
  name: 'invoke',
  generator: 'invoke',
  page: 'local-development.md',
  needsProject: true,
  summary: 'Invokes a function once: on the running "local", on an emulator for that one call, or on AWS.',
  argument: {
    name: 'FUNCTION',
    description: "Lambda name or handler; default: the project's first function",
  },
  options: [
    ...eventOptions,
    {
      name: 'port',
      type: 'number',
      placeholder: 'PORT',
      min: 1,
      max: 65_535,
      default: defaultPort,
      description: 'where "local" is looked for',
    },
    ...emulatorOptions,
    ...remoteInvokeOptions,
  ],
  examples: [
    'lambda-nativeaot invoke',
    `lambda-nativeaot invoke hello --payload '"Hello World"'`,
    'lambda-nativeaot invoke orders --event order-created --json',
    "lambda-nativeaot invoke --event sqs --set 'Records[0].body=hello'",
    'lambda-nativeaot invoke --remote --qualifier live',
  ],
} as const satisfies Command;
