import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, test } from 'vitest';
import { type DeployValues, desireFunction } from '../../src/aws/deploy/desired.ts';
import { readOutside } from '../../src/aws/deploy/outside.ts';
import { outsideNotes } from '../../src/aws/deploy/outside-notes.ts';
import { rolePolicy } from '../../src/aws/iam/role-names.ts';
import { renderProject } from '../../src/project/render.ts';
import { type FunctionSettings, formatSettings, settingsFile } from '../../src/project/settings.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { someCases } from '../support/cases.ts';
import { temporaryFolder } from '../support/folders.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';
import { missingTools } from '../support/tools.ts';
import { stage } from './support.ts';

const region = 'eu-central-1';
const fn = (sample: string): FunctionSettings => ({
  name: 'shop',
  handler: 'shop',
  sample,
  memorySize: 256,
  timeout: 30,
});
const withRole = { name: 'shop', createRole: true };
const withoutRole = { name: 'shop', createRole: false };

/** What is said of a function of a sample, in a folder with these files. */
async function notesOf(
  sample: string,
  desired: Parameters<typeof outsideNotes>[1] = withRole,
  files: Record<string, string> = {},
  where = region,
) {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const settings = { ...fixtureSettings(), functions: [fn(sample)] as [FunctionSettings] };
  const outside = await readOutside(folder, settings, settings.functions);
  return outsideNotes(outside.get('shop'), desired, where);
}

const isCommand = (note: string) => note.startsWith('aws ');

describe('a sample that needs more than its settings', () => {
  const samples = allSamples().filter(({ surroundings }) => surroundings !== undefined);

  test.each(samples)('$id: says what, and how', async ({ id }) => {
    const notes = await notesOf(id);
    expect(notes.some(isCommand)).toBe(true);
    expect(notes.some((note) => note.includes('"new --with sam"'))).toBe(true);
    for (const note of notes) expect(note).not.toMatch(/undefined|\n/);
  });

  test('the queue: what makes it and connects it, under the names that the role of --create-role allows', async () => {
    const arn = (queue: string) => `arn:aws:sqs:eu-central-1:ACCOUNT:${queue}`;
    expect(await notesOf('sqs-batch')).toEqual([
      'nothing starts it yet: it is meant for a queue (SQS), which "deploy" does not make or connect; a project that is made with "new --with sam", "new --with cdk" or "new --with terraform" has it all, or with the AWS CLI:',
      `aws sqs create-queue --queue-name shop-dead-letter-queue --attributes '{ "MessageRetentionPeriod": "1209600" }'`,
      `aws sqs create-queue --queue-name shop-queue --attributes '{ "VisibilityTimeout": "180", "RedrivePolicy": "{\\"deadLetterTargetArn\\":\\"${arn('shop-dead-letter-queue')}\\",\\"maxReceiveCount\\":3}" }'`,
      `aws lambda create-event-source-mapping --function-name shop --event-source-arn ${arn('shop-queue')} --batch-size 10 --function-response-types ReportBatchItemFailures`,
    ]);
  });

  test('the table: what makes it, under the name that the function has for it', async () => {
    const notes = await notesOf('dynamodb-crud', {
      ...withRole,
      environment: { variables: { TABLE_NAME: 'shop-notes' }, replaces: false },
    });
    expect(notes).toEqual([
      expect.stringMatching(/^it works with resources that "deploy" does not make; .* with the AWS CLI:$/),
      'aws dynamodb create-table --table-name shop-notes --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH',
    ]);
  });

  test('with a role of the person’s own: what it must allow', async () => {
    expect(await notesOf('kinesis', withoutRole)).toContain(
      'its role must be allowed to read the stream shop-stream (DescribeStream, DescribeStreamSummary, GetRecords, GetShardIterator, ListShards), and to send to the queue shop-failures-queue (SendMessage).',
    );
    expect(await notesOf('dynamodb-crud', withoutRole)).toContain(
      'its role must be allowed to use the table shop-table (DeleteItem, GetItem, PutItem, UpdateItem).',
    );
  });

  test('in a project with a template of its own: what makes all of it', async () => {
    const template = renderProject({
      ...fixtureSettings(),
      with: ['sam'],
      functions: [fn('sqs-batch')],
    }).find(({ path }) => path === 'template.yaml');
    const files = { 'template.yaml': template?.contents ?? '' };
    const notes = await notesOf('sqs-batch', withRole, files);
    expect(notes[0]).toContain('"sam deploy" (template.yaml) makes all of it');
    expect(notes).toHaveLength(4);
  });

  test('in China: ARNs of its partition', async () => {
    expect((await notesOf('sns', withRole, {}, 'cn-north-1')).join('\n')).toContain(
      'arn:aws-cn:lambda:cn-north-1:',
    );
  });

  test.each(['uppercase', 'json', 'http-api', 'streaming'])('%s needs nothing', async (id) => {
    expect(await notesOf(id)).toEqual([]);
  });
});

test('--create-role gives what the description says on its own resources, the log, and nothing else', () => {
  const settings = { ...fixtureSettings(), functions: [fn('kinesis')] as [FunctionSettings] };
  const desired = desireFunction(settings, fn('kinesis'), {} as DeployValues);
  const { Statement } = rolePolicy(desired, region, 'arn:aws:iam::123456789012:role/shop-role');
  const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:123456789012:${name}`;
  expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      [arn('logs', 'log-group:/aws/lambda/shop'), arn('logs', 'log-group:/aws/lambda/shop:*')],
    ],
    [
      ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map(
        (action) => `kinesis:${action}`,
      ),
      [arn('kinesis', 'stream/shop-stream')],
    ],
    [['sqs:SendMessage'], [arn('sqs', 'shop-failures-queue')]],
  ]);
});

describe('a project of its own', () => {
  const template = (properties: string) =>
    `Transform: AWS::Serverless-2016-10-31\nResources:\n  Shop:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: shop\n${properties}`;

  it('needs what its template says', async () => {
    const text = template(
      '      Policies:\n        - AmazonS3ReadOnlyAccess\n        - Statement: [{Effect: Allow, Action: s3:*, Resource: "*"}]\n      Events:\n        Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}\n        A: {Type: AlexaSkill}\n',
    );
    const notes = await notesOf('', withRole, { 'template.yaml': text });
    expect(notes).toEqual([
      'it needs more rights (AmazonS3ReadOnlyAccess, statements of its own), and --create-role gives none of that; "sam deploy" (template.yaml) makes all of it, or with the AWS CLI:',
      'aws iam attach-role-policy --role-name shop-role --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
      expect.stringContaining('a queue (SQS)'),
      expect.stringContaining('AWSLambdaSQSQueueExecutionRole'),
      'aws lambda create-event-source-mapping --function-name shop --event-source-arn QUEUE_ARN',
      'nothing starts it yet: it is meant for an event of type AlexaSkill, which "deploy" does not connect; "sam deploy" (template.yaml) makes all of it.',
    ]);
  });

  it.each(['Resources: [', 'Resources: 5\n', '- a\n', '&a [*a]\n'])(
    'with the template %j is left alone',
    async (text) => {
      expect(await notesOf('', withRole, { 'template.yaml': text })).toEqual([]);
    },
  );

  it('that calls AWS with its SDK needs rights', async () => {
    const folder = await temporaryFolder();
    writeFileSync(
      join(folder, 'App.csproj'),
      '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="AWSSDK.SQS" Version="4.0.0" /><PackageReference Include="AWSSDK.Core" Version="4.0.0" /></ItemGroup></Project>',
    );
    const settings = { ...fixtureSettings(), project: 'App.csproj' };
    const outside = await readOutside(folder, settings, settings.functions);
    expect(outsideNotes(outside.get('hello-echo'), { name: 'hello-echo', createRole: true }, region)).toEqual(
      [
        expect.stringMatching(
          /^its code uses AWSSDK\.SQS, and --create-role gives none of that; add what it calls: aws iam /,
        ),
      ],
    );
  });
});

const lacksAws = await missingTools('aws');

test.skipIf(lacksAws)('the AWS CLI takes every command', async () => {
  const notes = (await Promise.all(allSamples().map(({ id }) => notesOf(id)))).flat();
  // Of those with the same options, one.
  const optionsOf = (text: string) => text.match(/^aws \S+ \S+| --[\w-]+/g)?.join('');
  const commands = [...new Map(notes.filter(isCommand).map((text) => [optionsOf(text), text])).values()];
  expect(commands.length).toBeGreaterThan(13);
  for (const command of someCases(commands, 3)) {
    // It checks the arguments first, and then finds nobody at this address.
    const { stderr } = await execa(
      'sh',
      ['-c', `${command} --endpoint-url http://127.0.0.1:1 --no-sign-request`],
      {
        env: { AWS_DEFAULT_REGION: region, AWS_MAX_ATTEMPTS: '1' },
        reject: false,
      },
    );
    expect({ command, stderr }).toEqual({ command, stderr: expect.stringContaining('Could not connect') });
  }
});

describe('a deployment', () => {
  const here = stage();

  it('says it in the plan of a new function, and not of one that is there', async () => {
    const settings = fixtureSettings(['echo'], { sample: 'sqs-batch' });
    writeFileSync(join(here.folder, settingsFile), formatSettings(settings));
    const { planned } = await here.deploy({ 'create-role': true, 'dry-run': true });
    expect(planned[0]?.plan.notes).toContainEqual(expect.stringContaining('create-event-source-mapping'));
    expect(planned[0]?.plan.steps[0]).toMatchObject({
      action: 'create role',
      changes: expect.arrayContaining([
        {
          field: 'right',
          to: 'receive from the queue hello-echo-queue (ReceiveMessage, DeleteMessage, GetQueueAttributes)',
        },
      ]),
    });
    const { results } = await here.deploy({ 'create-role': true });
    expect(results?.[0]?.status).toBe('done');
    const again = await here.deploy({ 'dry-run': true });
    expect(again.planned[0]?.plan.notes).toEqual([]);
  });
});
