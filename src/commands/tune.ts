import { lambdaLimits } from '../platform/limits.ts';
import { targetOptions, waitOption } from './aws-options.ts';
import { type Command, yesOption } from './command.ts';
import { setOption } from './emulator-options.ts';

/** Memory sizes of one run at most; more would take too long. */
const mostSizes = 20;
const { min, max } = lambdaLimits.memoryMB;

/** The sizes of a value of --memory (MB), ascending and each once; undefined for an invalid value. */
export function readMemorySizes(text: string): number[] | undefined {
  const sizes = text.split(',').map((part) => (/^\s*\d{1,5}\s*$/.test(part) ? Number(part) : Number.NaN));
  const areSizes = sizes.length <= mostSizes && sizes.every((size) => size >= min && size <= max);
  return areSizes ? [...new Set(sizes)].sort((a, b) => a - b) : undefined;
}

/** What is wrong with a value of --memory, as a sentence, or undefined. */
const memoryProblem = (text: string): string | undefined =>
  readMemorySizes(text) === undefined
    ? `it is a list of up to ${mostSizes} numbers of MB from ${min} to ${max}, as 128,256,512.`
    : undefined;

export const tuneCommand = {
  name: 'tune',
  generator: 'tune',
  page: 'measuring.md',
  needsProject: true,
  summary: 'Finds the memory setting: latency and cost by memory, on this machine or on AWS.',
  argument: {
    name: 'FUNCTION',
    description: "Lambda name or handler; default: the project's first function",
  },
  options: [
    {
      name: 'memory',
      type: 'text',
      placeholder: 'MB,MB,…',
      default: '128,256,512,1024,1769,3008',
      description: 'memory sizes to measure',
      validate: memoryProblem,
    },
    {
      name: 'count',
      alias: 'n',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 1000,
      default: 10,
      description: 'number of cold starts at each size',
    },
    {
      name: 'warm',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 1000,
      default: 5,
      description: 'number of warm invocations after each cold start',
    },
    {
      name: 'cold-percent',
      type: 'number',
      placeholder: 'PERCENT',
      min: 0,
      max: 100,
      default: 1,
      description: 'how many of a hundred requests are cold starts, for cost and choice',
    },
    {
      name: 'payload',
      type: 'texts',
      placeholder: '[WEIGHT:]JSON|@FILE|-',
      description:
        "an event; several with weights, as 3:@small.json and 1:@large.json (the function's sample event)",
    },
    {
      name: 'event',
      type: 'texts',
      placeholder: '[WEIGHT:]NAME',
      description: 'the event events/NAME.json or a sample event, with a weight as above',
    },
    setOption,
    {
      name: 'remote',
      type: 'boolean',
      description:
        'on AWS: changes memory and timeout for each cold start, and sets them back; it costs money',
    },
    { name: 'svg', type: 'text', placeholder: 'FILE', description: 'write a chart' },
    ...targetOptions,
    waitOption,
    yesOption,
  ],
  examples: [
    'lambda-nativeaot tune',
    'lambda-nativeaot tune --memory 128,256,512 --event 9:get --event 1:list',
    'lambda-nativeaot tune --remote --yes --svg tune.svg',
  ],
} as const satisfies Command;
