import * as v from 'valibot';
import { deadLetterProblem } from '../../platform/aws-names.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { recursiveLoops } from '../../platform/options.ts';
import { type CSharpProperties, call, code } from '../csharp.ts';
import { expression, nested, resource } from '../hcl.ts';
import { member, type Right, setting } from '../row.ts';
import {
  choiceText,
  integerIn,
  integerProblem,
  none,
  numberOrNone,
  orNone,
  plainChoices,
  textWithout,
} from '../values.ts';

/** What happens to events that fail, loop, or are too many. */

const isTopic = (target: string) => target.split(':')[2] === 'sns';

const sendRight = (target: string): Right => ({
  text: `send to the dead-letter target ${target}`,
  actions: [isTopic(target) ? 'sns:Publish' : 'sqs:SendMessage'],
  resources: () => [target],
});

export const deadLetter = setting({
  name: 'deadLetter',
  title: 'dead-letter target',
  schema: v.optional(textWithout(orNone(deadLetterProblem))),
  flags: [
    {
      name: 'dead-letter',
      type: 'text',
      placeholder: 'ARN',
      description: 'queue or topic for asynchronous events that keep failing, or "none"',
      validate: orNone(deadLetterProblem),
    },
  ],
  from: (flags, own) => flags['dead-letter'] ?? own,
  lambda: member('DeadLetterConfig', {
    read: (answer) => answer?.TargetArn || none,
    write: (target) => ({ TargetArn: target === none ? '' : target }),
    show: String,
    none,
  }),
  sam: {
    properties: (target) =>
      target === none
        ? {}
        : { DeadLetterQueue: { Type: isTopic(target) ? 'SNS' : 'SQS', TargetArn: target } },
  },
  cdk: {
    properties: (target): CSharpProperties =>
      target === none
        ? {}
        : isTopic(target)
          ? { DeadLetterTopic: call('Topic.FromTopicArn', code('this'), 'DeadLetter', target) }
          : { DeadLetterQueue: call('Queue.FromQueueArn', code('this'), 'DeadLetter', target) },
    grants: true,
  },
  terraform: {
    arguments: (target) => (target === none ? {} : { dead_letter_config: nested({ target_arn: target }) }),
  },
  rights: { needed: (target) => target !== none, right: sendRight },
  docs: {
    values: 'ARN of a standard queue (SQS) or topic (SNS), or `none`',
    text: 'Where asynchronous events go when the last attempt fails.',
  },
  example: {
    setting: 'arn:aws:sqs:eu-central-1:123456789012:orders-failed',
    words: ['--dead-letter', 'arn:aws:sqs:eu-central-1:123456789012:orders-failed'],
    off: ['--dead-letter', 'none'],
  },
});

const loopWords = { terminate: 'Terminate', allow: 'Allow' } as const;

export const recursiveLoop = setting({
  name: 'recursiveLoop',
  title: 'recursive loop',
  schema: v.optional(v.picklist(recursiveLoops)),
  flags: [
    {
      name: 'recursive-loop',
      type: 'choice',
      choices: plainChoices(recursiveLoops),
      description: 'what Lambda does when the function calls itself through a queue, topic or bucket',
    },
  ],
  from: (flags, own): 'Terminate' | 'Allow' | undefined => {
    const wanted = flags['recursive-loop'] ?? own;
    return wanted && loopWords[wanted];
  },
  lambda: {
    kind: 'call',
    operations: ['GetFunctionRecursionConfig', 'PutFunctionRecursionConfig'],
    read: async ({ name: FunctionName }, { lambda }) => {
      const { GetFunctionRecursionConfigCommand } = await import('@aws-sdk/client-lambda');
      const { RecursiveLoop } = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
      return RecursiveLoop ?? 'Terminate';
    },
    fresh: 'Terminate',
    show: String,
    apply: async ({ name: FunctionName }, { lambda }, RecursiveLoop) => {
      const { PutFunctionRecursionConfigCommand } = await import('@aws-sdk/client-lambda');
      await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop }));
    },
  },
  sam: { properties: (wanted) => ({ RecursiveLoop: loopWords[wanted] }) },
  cdk: {
    properties: (wanted) => ({ RecursiveLoop: code(`RecursiveLoop.${loopWords[wanted].toUpperCase()}`) }),
  },
  terraform: {
    resources: (wanted, { label }) => [
      resource('aws_lambda_function_recursion_config', label, {
        function_name: expression(`aws_lambda_function.${label}.function_name`),
        recursive_loop: loopWords[wanted],
      }),
    ],
  },
  rights: 'none',
  docs: {
    values: choiceText(recursiveLoops),
    text: 'What Lambda does when it finds that the function calls itself through a queue, a topic or a bucket: stop it, or let it.',
  },
  example: { setting: 'allow', words: ['--recursive-loop', 'allow'], off: ['--recursive-loop', 'terminate'] },
});

const reserved = lambdaLimits.reservedConcurrency;

export const reservedConcurrency = setting({
  name: 'reservedConcurrency',
  title: 'reserved concurrency',
  schema: v.optional(v.union([v.literal(none), integerIn(reserved)])),
  flags: [
    {
      name: 'reserved-concurrency',
      type: 'text',
      placeholder: 'N',
      description: 'sandboxes reserved for the function, and its maximum (0 stops it), or "none"',
      validate: orNone(integerProblem(reserved)),
    },
  ],
  from: (flags, own) => numberOrNone(flags['reserved-concurrency'], own),
  lambda: {
    kind: 'call',
    operations: ['PutFunctionConcurrency', 'DeleteFunctionConcurrency'],
    read: async (_target, _clients, { Concurrency }) => Concurrency?.ReservedConcurrentExecutions ?? none,
    fresh: none,
    show: String,
    apply: async ({ name: FunctionName }, { lambda }, value) => {
      const { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } = await import(
        '@aws-sdk/client-lambda'
      );
      await (value === none
        ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : lambda.send(
            new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: value }),
          ));
    },
  },
  sam: { properties: (value) => (value === none ? {} : { ReservedConcurrentExecutions: value }) },
  cdk: {
    properties: (value): CSharpProperties => (value === none ? {} : { ReservedConcurrentExecutions: value }),
  },
  terraform: {
    arguments: (value) => (value === none ? {} : { reserved_concurrent_executions: value }),
  },
  rights: 'none',
  docs: {
    values: `whole number from ${reserved.min} to what the account has left, or \`none\``,
    text: 'Sandboxes reserved for the function, and the maximum that it gets; 0 stops it.',
  },
  example: {
    setting: 5,
    words: ['--reserved-concurrency', '5'],
    off: ['--reserved-concurrency', 'none'],
  },
});
