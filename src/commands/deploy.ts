import { aliasProblem, bucketProblem, prefixProblem } from '../platform/aws-names.ts';
import { imageUriProblem } from '../platform/image-uri.ts';
import { settingOptions } from '../settings/table.ts';
import { targetOptions, waitOption } from './aws-options.ts';
import { architectureChoices, runtimeChoices } from './choices.ts';
import { type Command, yesOption } from './command.ts';

export const deployCommand = {
  name: 'deploy',
  generator: 'deploy',
  page: 'deploying.md',
  needsProject: true,
  summary: 'Creates or updates functions on AWS, from the one zip of the project.',
  argument: {
    name: 'FUNCTION',
    description: 'Lambda name or handler; not needed if the project has only one function',
    many: true,
  },
  options: [
    { name: 'all', type: 'boolean', description: 'every function of the project' },
    { name: 'dry-run', type: 'boolean', description: 'show the plan, change nothing' },
    { name: 'zip', type: 'text', placeholder: 'FILE', description: 'zip to upload (dist/PROJECT.zip)' },
    {
      name: 'image',
      type: 'text',
      placeholder: 'URI',
      description: 'container image in Amazon ECR to deploy in place of a zip',
      validate: imageUriProblem,
    },
    { name: 'skip-check', type: 'boolean', description: 'upload or promote even if checks fail' },
    { name: 'runtime', type: 'choice', choices: runtimeChoices, description: 'Lambda runtime' },
    { name: 'architecture', type: 'choice', choices: architectureChoices, description: 'processor' },
    // One or more for each setting of a function.
    ...settingOptions,
    { name: 'publish', type: 'boolean', description: 'publish a version, unless the newest one is the same' },
    {
      name: 'alias',
      type: 'text',
      placeholder: 'NAME',
      description: 'publish, and point this alias to the version',
      validate: aliasProblem,
    },
    {
      name: 'canary',
      type: 'number',
      placeholder: 'PERCENT',
      min: 1,
      max: 99,
      description: 'with --alias: give the new version only this share of its calls',
    },
    {
      name: 'promote',
      type: 'boolean',
      description: 'give --alias to its canary if that has had no errors, and do nothing else',
    },
    {
      name: 'rollback',
      type: 'boolean',
      description: 'end the canary of --alias, or point it back to the version before; nothing else',
    },
    {
      name: 'keep-versions',
      type: 'number',
      placeholder: 'N',
      min: 1,
      max: 10_000,
      description: 'delete all published versions except the newest N and those that an alias uses',
    },
    { name: 'delete', type: 'boolean', description: 'delete the functions' },
    {
      name: 'delete-role',
      type: 'boolean',
      description: 'with --delete: also the roles that --create-role made for them',
    },
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
      description: 'parallel deployments',
    },
    yesOption,
    ...targetOptions,
    waitOption,
  ],
  examples: [
    'lambda-nativeaot deploy --create-role --url iam',
    'lambda-nativeaot deploy --all --alias live --keep-versions 5',
    'lambda-nativeaot deploy --alias live --canary 10',
    'lambda-nativeaot deploy --rollback --alias live',
  ],
} as const satisfies Command;
