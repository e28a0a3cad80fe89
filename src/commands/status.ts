import { targetOptions } from './aws-options.ts';
import type { Command } from './command.ts';

export const statusCommand = {
  name: 'status',
  generator: 'status',
  page: 'deploying.md',
  needsProject: true,
  summary: 'Compares functions on AWS with the project; exit code 3 if they differ. It changes nothing.',
  argument: {
    name: 'FUNCTION',
    description: 'Lambda name or handler; default: all functions of the project',
    many: true,
  },
  options: [
    { name: 'zip', type: 'text', placeholder: 'FILE', description: 'zip to compare with (dist/PROJECT.zip)' },
    ...targetOptions,
  ],
  examples: ['lambda-nativeaot status', 'lambda-nativeaot status orders --json'],
} as const satisfies Command;
