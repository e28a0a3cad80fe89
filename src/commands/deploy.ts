import { aliasProblem, bucketProblem, prefixProblem, roleProblem } from '../platform/aws-names.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { invokeModes, logFormats, tracingModes } from '../platform/options.ts';
import { targetOptions, waitOption } from './aws-options.ts';
import { architectureChoices, runtimeChoices } from './choices.ts';
import { type Choice, type Command, yesOption } from './command.ts';

const plainChoices = <T extends string>(values: readonly T[]) =>
  values.map((value) => ({ value })) satisfies readonly Choice[];

export const deployCommand = {
  name: 'deploy',
  generator: 'deploy',
  summary: 'Creates or updates functions on AWS, from the one zip of the project.',
  argument: {
    name: 'FUNCTION',
    description: 'Lambda name or handler; not needed where the project has one function',
    many: true,
  },
  options: [
    { name: 'all', type: 'boolean', description: 'every function of the project' },
    { name: 'dry-run', type: 'boolean', description: 'show the plan, change nothing' },
    { name: 'zip', type: 'text', placeholder: 'FILE', description: 'what to upload (dist/PROJECT.zip)' },
    { name: 'skip-check', type: 'boolean', description: 'upload even if checks fail' },
    { name: 'runtime', type: 'choice', choices: runtimeChoices, description: 'Lambda runtime' },
    { name: 'architecture', type: 'choice', choices: architectureChoices, description: 'processor' },
    {
      name: 'memory',
      type: 'number',
      placeholder: 'MB',
      ...lambdaLimits.memoryMB,
      description: 'memory of the function',
    },
    {
      name: 'timeout',
      type: 'number',
      placeholder: 'SECONDS',
      ...lambdaLimits.timeoutSeconds,
      description: 'the longest that an invocation may take',
    },
    { name: 'description', type: 'text', placeholder: 'TEXT', description: 'what the console shows' },
    {
      name: 'role',
      type: 'text',
      placeholder: 'NAME|ARN',
      description: 'execution role, needed for a new function',
      validate: roleProblem,
    },
    {
      name: 'create-role',
      type: 'boolean',
      description: 'make an execution role for a new function, named after it, that may write its log',
    },
    {
      name: 'env',
      // Yeoman has an option of its own called "env".
      alias: 'env-var',
      type: 'texts',
      placeholder: 'NAME=VALUE',
      description: 'environment variable; those set on AWS are kept',
    },
    {
      name: 'env-var-file',
      formerly: 'env-file',
      type: 'text',
      placeholder: 'FILE',
      description: 'environment variables, a line NAME=VALUE each',
    },
    { name: 'replace-env', type: 'boolean', description: 'drop the variables that are set on AWS alone' },
    { name: 'layer', type: 'texts', placeholder: 'ARN', description: 'layer version, or "none"' },
    { name: 'tag', type: 'texts', placeholder: 'KEY=VALUE', description: 'tag of the function' },
    { name: 'tracing', type: 'choice', choices: plainChoices(tracingModes), description: 'X-Ray' },
    {
      name: 'ephemeral-storage',
      type: 'number',
      placeholder: 'MB',
      ...lambdaLimits.ephemeralStorageMB,
      description: 'size of /tmp',
    },
    {
      name: 'log-format',
      type: 'choice',
      choices: plainChoices(logFormats),
      description: 'format of the log',
    },
    { name: 'subnet', type: 'texts', placeholder: 'ID', description: 'subnet of a VPC, or "none"' },
    { name: 'security-group', type: 'texts', placeholder: 'ID', description: 'security group in the VPC' },
    {
      name: 'url',
      type: 'choice',
      choices: [
        { value: 'none', hint: 'public, no authentication' },
        { value: 'iam', hint: 'signed requests alone' },
        { value: 'off', hint: 'no function URL' },
      ],
      description: 'function URL and its authentication; with --alias it is the alias that has the URL',
    },
    {
      name: 'invoke-mode',
      type: 'choice',
      choices: plainChoices(invokeModes),
      description: 'whether the function URL streams',
    },
    {
      name: 'cors-origin',
      type: 'texts',
      placeholder: 'ORIGIN',
      description: 'web site that may call the function URL, or "*"',
    },
    { name: 'publish', type: 'boolean', description: 'publish a version, unless there is one of the same' },
    {
      name: 'alias',
      type: 'text',
      placeholder: 'NAME',
      description: 'publish, and point this alias to the version',
      validate: aliasProblem,
    },
    {
      name: 'rollback',
      type: 'boolean',
      description: 'point --alias back to the version before, and do nothing else',
    },
    {
      name: 'keep-versions',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 10_000,
      description: 'delete all published versions but the newest N; none that an alias uses',
    },
    { name: 'delete', type: 'boolean', description: 'delete the functions' },
    {
      name: 's3-bucket',
      type: 'text',
      placeholder: 'NAME',
      description: 'upload through S3',
      validate: bucketProblem,
    },
    {
      name: 's3-prefix',
      type: 'text',
      placeholder: 'PREFIX',
      description: 'folder in the bucket',
      validate: prefixProblem,
    },
    {
      name: 'jobs',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 20,
      default: 4,
      description: 'functions at once',
    },
    yesOption,
    ...targetOptions,
    waitOption,
  ],
  examples: [
    'lambda-nativeaot deploy --create-role --url none',
    'lambda-nativeaot deploy --all --alias live --keep-versions 5',
    'lambda-nativeaot deploy --rollback --alias live',
  ],
} as const satisfies Command;
