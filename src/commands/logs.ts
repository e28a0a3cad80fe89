import { targetOptions } from './aws-options.ts';
import type { Command } from './command.ts';
import { sinceProblem } from './since.ts';

export const logsCommand = {
  name: 'logs',
  generator: 'logs',
  page: 'deploying.md',
  needsProject: true,
  summary: 'Shows the log of a function on AWS, a request with all its lines, and follows it.',
  argument: {
    name: 'FUNCTION',
    description: "Lambda name or handler; default: the project's first function",
  },
  options: [
    {
      name: 'since',
      type: 'text',
      placeholder: 'SPAN|TIME',
      default: '10m',
      description: 'where to begin: 30s, 10m, 2h, 7d, or a time such as 2026-01-31T23:59Z',
      validate: sinceProblem,
    },
    {
      name: 'filter',
      type: 'text',
      placeholder: 'PATTERN',
      description:
        'only lines that match this filter pattern of CloudWatch Logs, such as ERROR or "not found"',
    },
    {
      name: 'follow',
      alias: 'f',
      type: 'boolean',
      description: 'continue with new lines until Ctrl-C',
    },
    {
      name: 'append',
      type: 'text',
      placeholder: 'FILE',
      description: 'append JSON records to this file; a later run continues where the file ends',
    },
    ...targetOptions,
  ],
  examples: [
    'lambda-nativeaot logs --since 1h',
    'lambda-nativeaot logs orders --follow --filter ERROR',
    'lambda-nativeaot logs --since 1d --json',
    'lambda-nativeaot logs --follow --append orders.ndjson',
  ],
} as const satisfies Command;
