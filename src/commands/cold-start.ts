import { targetOptions, waitOption } from './aws-options.ts';
import type { Command } from './command.ts';
import { eventOptions } from './emulator-options.ts';

export const coldStartCommand = {
  name: 'cold-start',
  generator: 'cold-start',
  page: 'measuring.md',
  needsProject: true,
  summary: 'Measures cold starts, in fresh sandboxes on this machine or on AWS.',
  argument: {
    name: 'FUNCTION',
    description: "Lambda name or handler; default: the project's first function",
  },
  options: [
    {
      name: 'count',
      alias: 'n',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 10_000,
      default: 20,
      description: 'number of cold starts',
    },
    {
      name: 'compare',
      type: 'list',
      choices: [
        { value: 'jit', hint: 'compiled at run time' },
        { value: 'r2r', hint: 'ReadyToRun' },
        { value: 'aot', hint: 'native' },
      ],
      description: 'build these variants of the project and measure them side by side',
    },
    {
      name: 'remote',
      type: 'boolean',
      description: 'on AWS: forces each cold start by a change of the timeout, and sets it back',
    },
    {
      name: 'full-speed',
      type: 'boolean',
      description: 'measure without the CPU share of the memory setting',
    },
    ...eventOptions,
    {
      name: 'baseline',
      type: 'text',
      placeholder: 'FILE',
      description: 'earlier result (JSON) to compare with; written if it does not exist',
    },
    {
      name: 'tolerance',
      type: 'number',
      placeholder: 'PERCENT',
      min: 0,
      max: 1000,
      default: 20,
      description: 'how much slower than the baseline the p90 of Init + Duration may be, else exit 3',
    },
    {
      name: 'max-p90',
      type: 'number',
      placeholder: 'MS',
      min: 1,
      max: 900_000,
      description: 'maximum p90 of Init + Duration, else exit 3',
    },
    { name: 'svg', type: 'text', placeholder: 'FILE', description: 'write a chart' },
    ...targetOptions,
    waitOption,
  ],
  examples: [
    'lambda-nativeaot cold-start -n 50',
    'lambda-nativeaot cold-start --compare jit,r2r,aot --svg cold-start.svg',
    'lambda-nativeaot cold-start --remote --max-p90 100',
  ],
} as const satisfies Command;
