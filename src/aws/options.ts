import type { Option } from '../cli/command.ts';

/** What every command that talks to AWS takes; anything left out comes from the SDK's standard chain. */
export const targetOptions = [
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
  {
    name: 'max-wait',
    type: 'number',
    placeholder: 'SECONDS',
    min: 1,
    max: 3600,
    default: 300,
    description: 'the longest to wait for Lambda, a function',
  },
] as const satisfies readonly Option[];

/** The flags above, by their names as typed. */
export interface TargetFlags {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly 'endpoint-url'?: string | undefined;
}

export const targetOf = (flags: TargetFlags) => ({
  region: flags.region,
  profile: flags.profile,
  endpointUrl: flags['endpoint-url'],
});
