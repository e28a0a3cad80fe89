import type { Option } from './command.ts';

/** What `local` and `invoke` take alike. */
export const emulatorOptions = [
  {
    name: 'jit',
    type: 'boolean',
    description: 'run a debug build (dotnet build) instead of the native one: builds faster, starts slower',
  },
  {
    name: 'env',
    // Yeoman has an option of its own called "env".
    alias: 'env-var',
    type: 'texts',
    placeholder: 'NAME=VALUE',
    description: "environment variable, besides the settings' own",
  },
  {
    name: 'env-var-file',
    formerly: 'env-file',
    type: 'text',
    placeholder: 'FILE',
    description: 'environment variables, a line NAME=VALUE each',
  },
] as const satisfies readonly Option[];

/** Where `local` listens unless it is told otherwise. */
export const defaultPort = 9001;
