import { type Command, diffOption, yesOption } from './command.ts';

export const updateCommand = {
  name: 'update',
  generator: 'update',
  summary: 'Brings a project that an older version wrote up to the current templates; your edits stay.',
  options: [
    {
      name: 'from',
      type: 'text',
      placeholder: 'DIR',
      description:
        'folder with the version that wrote the project, unpacked or installed; npm fetches it when not given',
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
      description: 'write over what is not committed, so that git could not bring it back',
    },
  ],
  examples: [
    'lambda-nativeaot update --dry-run',
    'lambda-nativeaot update --check',
    'lambda-nativeaot update --from ~/generator-lambda-nativeaot-0.1.0',
  ],
} as const satisfies Command;
