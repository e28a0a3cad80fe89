import type { Command } from './command.ts';
import { defaultPort, emulatorOptions, httpOptions, sourceOption } from './emulator-options.ts';

export const localCommand = {
  name: 'local',
  generator: 'local',
  page: 'local-development.md',
  needsProject: true,
  summary:
    'Runs the functions of a project behind an emulated Lambda service on 127.0.0.1, with a page for the browser.',
  options: [
    {
      name: 'port',
      type: 'number',
      placeholder: 'PORT',
      min: 0,
      max: 65_535,
      default: defaultPort,
      description: 'port to listen on; 0 takes a free one',
    },
    {
      name: 'concurrency',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 1000,
      default: 10,
      description: 'maximum concurrent sandboxes per function; further requests wait',
    },
    {
      name: 'function',
      type: 'text',
      placeholder: 'NAME',
      description: 'the function that gets every HTTP request, whatever its path',
    },
    { name: 'watch', type: 'boolean', description: 'build again when a source changes' },
    ...httpOptions,
    sourceOption,
    ...emulatorOptions,
    {
      name: 'print-env',
      type: 'boolean',
      description:
        'print the variables to run the program from an IDE against the emulator, and do nothing else',
    },
  ],
  examples: [
    'lambda-nativeaot local --watch --jit',
    'aws lambda invoke --endpoint-url http://127.0.0.1:9001 --function-name x out',
    'curl http://127.0.0.1:9001/',
    'lambda-nativeaot local --http rest --route "GET /orders/{id}=orders"',
    'lambda-nativeaot local --source "schedule:rate(1 minute)=orders"',
  ],
} as const satisfies Command;
