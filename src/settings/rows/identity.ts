import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import { layerProblem, roleProblem } from '../../platform/aws-names.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { call, code, object } from '../csharp.ts';
import { here, interpolated } from '../hcl.ts';
import { parsePairs } from '../pairs.ts';
import { member, setting } from '../row.ts';
import { line, linesByName, listFlag, listText, orNone, textWithout } from '../values.ts';

/** What the function is called, and what it is made of besides its code. */

export const description = setting({
  name: 'description',
  title: 'description',
  schema: v.optional(v.pipe(line, v.maxLength(lambdaLimits.descriptionLength))),
  flags: [{ name: 'description', type: 'text', placeholder: 'TEXT', description: 'what the console shows' }],
  from: (flags, own) => flags.description ?? own,
  lambda: member('Description', {
    read: (Description) => Description ?? '',
    write: (Description) => Description,
    show: (value) => JSON.stringify(value),
  }),
  sam: { properties: (Description) => ({ Description }) },
  cdk: { properties: (Description) => ({ Description }) },
  terraform: { arguments: (text) => ({ description: text }) },
  rights: 'none',
  docs: {
    values: `one line of up to ${lambdaLimits.descriptionLength} characters`,
    text: 'What the console shows.',
  },
  example: { setting: 'Takes orders', words: ['--description', 'Takes orders'] },
});

/** A role is the same when the wanted name or ARN is the one that the function has. */
const isSameRole = (wanted: string, arn: string): boolean =>
  arn === wanted || (!wanted.startsWith('arn:') && arn.split('/').at(-1) === wanted);

export const role = setting({
  name: 'role',
  title: 'role',
  schema: v.optional(line),
  flags: [
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
      description:
        'make an execution role for a new function, named after it, with the rights that its settings need',
    },
  ],
  from: (flags, own, { name }) => {
    if (flags.role !== undefined && flags['create-role']) {
      throw new UsageError('--role and --create-role exclude each other; give one.');
    }
    const named = [
      { from: '--role', value: flags.role },
      { from: `The role of ${name}`, value: own },
    ];
    for (const { from, value } of named) {
      const problem = value === undefined ? undefined : roleProblem(value);
      if (problem !== undefined) throw new UsageError(`${from} ${JSON.stringify(value)}: ${problem}`);
    }
    return flags['create-role'] ? undefined : (flags.role ?? own);
  },
  lambda: member('Role', {
    read: (Role) => Role,
    write: (Role) => Role,
    show: String,
    isSame: isSameRole,
  }),
  sam: {
    properties: (own) => ({
      Role: own.startsWith('arn:')
        ? own
        : { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${own}` },
    }),
  },
  // A role that is managed elsewhere is not changed here.
  cdk: {
    properties: (own) => ({
      Role: own.startsWith('arn:')
        ? call(
            'Role.FromRoleArn',
            code('this'),
            'Role',
            own,
            object('FromRoleArnOptions', { Mutable: false }),
          )
        : call(
            'Role.FromRoleName',
            code('this'),
            'Role',
            own,
            object('FromRoleNameOptions', { Mutable: false }),
          ),
    }),
  },
  terraform: {
    arguments: (own) => ({
      role: own.startsWith('arn:')
        ? own
        : interpolated(`arn:${here.partition}:iam::${here.account}:role/${own}`),
    }),
  },
  rights: 'none',
  docs: { values: 'name or ARN of a role', text: 'The execution role: what the function may do on AWS.' },
  example: { setting: 'exec', words: ['--role', 'exec'] },
});

export const tags = setting({
  name: 'tags',
  title: 'tags',
  schema: v.optional(linesByName),
  flags: [{ name: 'tag', type: 'texts', placeholder: 'KEY=VALUE', description: 'tag of the function' }],
  from: (flags, own) => ({ ...own, ...parsePairs('--tag', flags.tag ?? []) }),
  lambda: { kind: 'planned', by: 'tags', operations: ['TagResource'] },
  sam: { properties: (Tags) => ({ Tags }) },
  cdk: {
    statements: (own) =>
      Object.entries(own).map(([key, value]) => ({ value: call('Tags.Of(function).Add', key, value) })),
  },
  terraform: { arguments: (own) => ({ tags: own }) },
  rights: 'none',
  docs: { values: 'object of texts', text: 'Tags of the function. Those that are set only on AWS are kept.' },
  example: { setting: { team: 'orders' }, words: ['--tag', 'team=orders'] },
});

export const layers = setting({
  name: 'layers',
  title: 'layers',
  schema: v.optional(v.pipe(v.array(textWithout(layerProblem)), v.maxLength(lambdaLimits.layers))),
  flags: [
    {
      name: 'layer',
      type: 'texts',
      placeholder: 'ARN',
      description: `layer version, up to ${lambdaLimits.layers} in their order, or "none"`,
      validate: orNone(layerProblem),
    },
  ],
  from: (flags, own) => {
    const wanted = listFlag('layer', flags.layer, own);
    if (wanted !== undefined && wanted.length > lambdaLimits.layers) {
      throw new UsageError(
        `--layer was given ${wanted.length} times; Lambda takes ${lambdaLimits.layers} layers for a function.`,
      );
    }
    return wanted;
  },
  lambda: member('Layers', {
    read: (Layers): readonly string[] => (Layers ?? []).map(({ Arn }) => Arn as string),
    write: (Layers) => [...Layers],
    show: listText,
    none: [],
  }),
  sam: { properties: (Layers) => ({ Layers }) },
  cdk: {
    properties: (own) => ({
      Layers: own.map((arn, at) =>
        call('LayerVersion.FromLayerVersionArn', code('this'), `Layer${at + 1}`, arn),
      ),
    }),
  },
  terraform: { arguments: (own) => ({ layers: own }) },
  rights: 'none',
  docs: {
    values: `list of up to ${lambdaLimits.layers} ARNs of layer versions`,
    text: 'Layers, unpacked below `/opt` in their order: a later one hides files of an earlier one.',
  },
  example: {
    setting: [
      'arn:aws:lambda:eu-central-1:123456789012:layer:second:7',
      'arn:aws:lambda:eu-central-1:123456789012:layer:first:1',
    ],
    words: [
      '--layer',
      'arn:aws:lambda:eu-central-1:123456789012:layer:second:7',
      '--layer',
      'arn:aws:lambda:eu-central-1:123456789012:layer:first:1',
    ],
    off: ['--layer', 'none'],
  },
});
