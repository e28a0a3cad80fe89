import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { Option } from '../../commands/command.ts';
import { kmsKeyProblem } from '../../platform/aws-names.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { withCommas } from '../../ui/wording.ts';
import { map } from '../csharp.ts';
import { nested } from '../hcl.ts';
import { parsePairs } from '../pairs.ts';
import { type Difference, type Member, member, setting } from '../row.ts';
import { none, orNone, textsByName, textWithout } from '../values.ts';
import { checkDeployedEnvironment } from '../variables.ts';

/** The variables of a function, and what they are encrypted with. */

export interface WantedVariables {
  readonly variables: Readonly<Record<string, string>>;
  /** Drops the variables that are set on AWS and not here. */
  readonly replaces: boolean;
}

/** The wanted variables over those that are set already, unless they replace them. */
export function mergeVariables(
  { variables, replaces }: WantedVariables,
  current: FunctionConfiguration | undefined,
): Record<string, string> {
  const existing = replaces ? {} : (current?.Environment?.Variables ?? {});
  return { ...existing, ...variables };
}

/** Which variables come, change and go, by name alone. */
function namesText(from: Record<string, string>, to: Record<string, string>): string {
  const added = Object.keys(to).filter((name) => !Object.hasOwn(from, name));
  const changed = Object.keys(to).filter((name) => Object.hasOwn(from, name) && from[name] !== to[name]);
  const removed = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  return [...added.map((n) => `+${n}`), ...changed.map((n) => `~${n}`), ...removed.map((n) => `-${n}`)].join(
    ' ',
  );
}

function change(wanted: WantedVariables, current: FunctionConfiguration | undefined): Difference | undefined {
  const from = current?.Environment?.Variables ?? {};
  const to = mergeVariables(wanted, current);
  // Variables of a key that may not be used here: there is no telling what they are, only that they are not these.
  const isUnreadable = current?.Environment?.Error !== undefined;
  const isSame = isUnreadable ? !wanted.replaces : isDeepStrictEqual({ ...from }, to);
  if (isSame) return undefined;
  const names = namesText(from, to);
  return { to: isUnreadable ? `${names || none}, in place of those that cannot be read` : names };
}

const lambda: Member<WantedVariables> = {
  kind: 'member',
  member: 'Environment',
  change,
  write: (wanted, request, current) => ({
    ...request,
    Environment: { Variables: mergeVariables(wanted, current) },
  }),
  refuse: () => undefined,
};

/** Also for functions that run on this machine. */
export const environmentFileOption = {
  name: 'env-var-file',
  formerly: 'env-file',
  type: 'text',
  placeholder: 'FILE',
  description: 'environment variables, a line NAME=VALUE each',
} as const satisfies Option;

export const environment = setting({
  name: 'environment',
  title: 'environment',
  schema: v.optional(textsByName),
  flags: [
    {
      name: 'env',
      // Yeoman has an option of its own called "env".
      alias: 'env-var',
      type: 'texts',
      placeholder: 'NAME=VALUE',
      description: 'environment variable; those set on AWS are kept',
    },
    environmentFileOption,
    { name: 'replace-env', type: 'boolean', description: 'drop the variables that are set only on AWS' },
  ],
  from: (flags, own, { fileEnvironment, handlerVariables }): WantedVariables => {
    const given = { ...own, ...fileEnvironment, ...parsePairs('--env', flags.env ?? []) };
    const variables = { ...handlerVariables, ...given };
    checkDeployedEnvironment(variables);
    return { variables, replaces: flags['replace-env'] === true };
  },
  lambda,
  sam: { properties: (Variables) => ({ Environment: { Variables } }) },
  cdk: { properties: (variables) => ({ Environment: map(variables) }) },
  terraform: { arguments: (variables) => ({ environment: nested({ variables }) }) },
  rights: 'none',
  docs: {
    values: `object of texts, up to ${withCommas(lambdaLimits.environment)} bytes as JSON`,
    text: 'Environment variables. Those that are set only on AWS are kept, unless `--replace-env`. The file is committed: do not put secrets into it.',
  },
  example: { setting: { TABLE: 'orders' }, words: ['--env', 'TABLE=orders'], off: ['--replace-env'] },
});

export const kmsKey = setting({
  name: 'kmsKey',
  title: 'KMS key',
  schema: v.optional(textWithout(orNone(kmsKeyProblem))),
  flags: [
    {
      name: 'kms-key',
      type: 'text',
      placeholder: 'ARN',
      description: 'key that encrypts the environment variables, or "none" for the one of AWS',
      validate: orNone(kmsKeyProblem),
    },
  ],
  from: (flags, own) => flags['kms-key'] ?? own,
  lambda: member('KMSKeyArn', {
    read: (KMSKeyArn) => KMSKeyArn || none,
    write: (key) => (key === none ? '' : key),
    show: String,
    none,
  }),
  sam: { properties: (key) => (key === none ? {} : { KmsKeyArn: key }) },
  // The key's policy is its owner's: the construct only names the key.
  cdk: { overrides: (key): Readonly<Record<string, string>> => (key === none ? {} : { KmsKeyArn: key }) },
  terraform: { arguments: (key) => (key === none ? {} : { kms_key_arn: key }) },
  // Lambda makes a grant on the key with the rights of the user who deploys; the role is not asked. Source: Lambda guide,
  // "Securing Lambda environment variables".
  rights: 'none',
  docs: {
    values: 'ARN of a key, or `none`',
    text: 'The key that encrypts the environment variables. To deploy, you need `kms:CreateGrant`, `kms:Encrypt` and `kms:Decrypt` in the key’s policy; the role needs nothing.',
  },
  example: {
    setting: 'arn:aws:kms:eu-central-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef',
    words: ['--kms-key', 'arn:aws:kms:eu-central-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef'],
    off: ['--kms-key', 'none'],
  },
});
