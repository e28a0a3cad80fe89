import { type Command, diffOption, yesOption } from './command.ts';

export const updateCommand = {
  name: 'update',
  generator: 'update',
  page: 'updating.md',
  needsProject: true,
  summary: 'Brings a project that an older version wrote up to the current templates; your edits stay.',
  options: [
    {
      name: 'from',
      type: 'text',
      placeholder: 'DIR',
      description:
        'folder with the version that wrote the project, unpacked or installed; default: npm fetches it',
    },
    {
      name: 'check',
      type: 'boolean',
      description: 'list what would change, write nothing; exit code 3 when the project is behind',
    },
    yesOption,
    diffOption,
    {
      name: 'force',
      type: 'boolean',
      description: 'overwrite files that are not committed, which git could not restore',
    },
  ],
  examples: [
    'lambda-nativeaot update --dry-run',
    'lambda-nativeaot update --check',
    'lambda-nativeaot update --from ~/generator-lambda-nativeaot-0.1.0',
  ],
} as const satisfies Command;
