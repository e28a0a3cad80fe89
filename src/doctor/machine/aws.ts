import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AwsFacts } from './facts.ts';

/** What in a profile leads to credentials, with what it is called; the first that is there counts. */
const profileKinds: readonly (readonly [key: string, kind: string])[] = [
  ['aws_access_key_id', 'access keys'],
  ['sso_session', 'IAM Identity Center'],
  ['sso_start_url', 'IAM Identity Center'],
  ['login_session', 'console sign-in'],
  ['role_arn', 'a role'],
  ['credential_process', 'a credential process'],
  ['web_identity_token_file', 'a web identity'],
];

/** Variables that lead to credentials by themselves, in the order of the SDK's chain. */
const variableKinds: readonly (readonly [names: readonly string[], kind: string])[] = [
  [['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], 'environment variables'],
  [['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'], 'a web identity (environment variables)'],
  [['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'], 'the container'],
  [['AWS_CONTAINER_CREDENTIALS_FULL_URI'], 'the container'],
];

type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Reads credentials' places out of the environment and the profiles of both files. */
export function awsFactsOf(env: NodeJS.ProcessEnv, config: Profiles, credentials: Profiles): AwsFacts {
  const asked = env.AWS_PROFILE || undefined;
  const profile = asked ?? 'default';
  const entry = { ...config[profile], ...credentials[profile] };
  const exists = [config, credentials].some((profiles) => Object.hasOwn(profiles, profile));
  const ofProfile = profileKinds.find(([key]) => entry[key])?.[1];
  // AWS_PROFILE goes before keys in variables.
  const variables = asked === undefined ? variableKinds : variableKinds.slice(1);
  const ofVariables = variables.find(([names]) => names.every((name) => env[name]))?.[1];
  const profileSource = ofProfile && `profile ${profile} (${ofProfile})`;
  return {
    source: asked === undefined ? (ofVariables ?? profileSource) : (profileSource ?? ofVariables),
    profile,
    profileIsMissing: asked !== undefined && !exists,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || entry.region || undefined,
  };
}

/** Looks for credentials without using them: environment and files alone, no network. */
export async function gatherAws(env: NodeJS.ProcessEnv): Promise<AwsFacts> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const folder = join(env.HOME ?? env.USERPROFILE ?? homedir(), '.aws');
  const files = await loadSharedConfigFiles({
    filepath: env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'),
    configFilepath: env.AWS_CONFIG_FILE ?? join(folder, 'config'),
    ignoreCache: true,
  });
  return awsFactsOf(env, files.configFile, files.credentialsFile);
}
