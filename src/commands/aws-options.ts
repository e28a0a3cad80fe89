import { qualifierProblem } from '../platform/aws-names.ts';
import type { Option } from './command.ts';

/** What every command that talks to AWS takes; anything left out comes from the SDK's standard chain. */
export const targetOptions = [
  {
    name: 'stage',
    type: 'text',
    placeholder: 'NAME',
    description: 'stage of the settings: its names, settings, region, profile and account',
  },
  {
    name: 'region',
    type: 'text',
    placeholder: 'REGION',
    description: 'AWS region (AWS_REGION)',
  },
  {
    name: 'profile',
    type: 'text',
    placeholder: 'NAME',
    description: 'profile of the shared AWS files (AWS_PROFILE)',
  },
  {
    name: 'endpoint-url',
    type: 'text',
    placeholder: 'URL',
    description: 'another endpoint than AWS (AWS_ENDPOINT_URL)',
  },
] as const satisfies readonly Option[];

/** How long a change may take that Lambda goes on with after it has answered. */
export const waitOption = {
  name: 'max-wait',
  type: 'number',
  placeholder: 'SECONDS',
  min: 1,
  max: 3600,
  default: 300,
  description: 'timeout per function, in seconds',
} as const satisfies Option;

/** What `invoke` takes for AWS. */
export const remoteInvokeOptions = [
  { name: 'remote', type: 'boolean', description: 'invoke the function on AWS' },
  {
    name: 'qualifier',
    type: 'text',
    placeholder: 'NAME|N',
    description: 'with --remote: alias or version ($LATEST)',
    validate: qualifierProblem,
  },
  {
    name: 'async',
    type: 'boolean',
    description: 'with --remote: let Lambda run it later; there is no result then',
  },
  ...targetOptions,
] as const satisfies readonly Option[];
