/** How the user says where calls go, as messages name it: by flags, or by the SDK's variables where a command has no flags. */
export const ways = {
  flags: { profile: '--profile', region: '--region', endpointUrl: '--endpoint-url' },
  environment: { profile: 'AWS_PROFILE', region: 'AWS_REGION', endpointUrl: 'AWS_ENDPOINT_URL' },
} as const;

export type Way = keyof typeof ways;
