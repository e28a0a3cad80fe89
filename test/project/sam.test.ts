import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { defaultArchitecture } from '../../src/platform/architectures.ts';
import { defaultRuntime } from '../../src/platform/runtimes.ts';
import { functionOf, settingsOf } from '../../src/project/answers.ts';
import { describeFunction } from '../../src/project/infrastructure/description.ts';
import { samEntries } from '../../src/project/infrastructure/sam.ts';
import { renderProject } from '../../src/project/render.ts';
import type { FunctionSettings } from '../../src/project/settings.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import { settingRows } from '../../src/settings/table.ts';
import { temporaryFolder } from '../support/folders.ts';
import { missingTools } from '../support/tools.ts';

const bare: FunctionSettings = { name: 'orders', handler: 'orders', memorySize: 256, timeout: 30 };
const everySetting = {
  ...bare,
  ...Object.fromEntries(settingRows.map(({ name, example }) => [name, example.setting])),
} as FunctionSettings;

const project = { name: 'orders', runtime: defaultRuntime, architecture: defaultArchitecture };
const entriesOf = (fn: FunctionSettings, sample?: string) =>
  samEntries(describeFunction(project, fn, sample === undefined ? undefined : findSample(sample), 'Orders'));
const resourcesOf = (fn: FunctionSettings, sample?: string) =>
  parse(entriesOf(fn, sample).resources, { logLevel: 'silent' });
const propertiesOf = (fn: Partial<FunctionSettings>, sample?: string) =>
  resourcesOf({ ...bare, ...fn }, sample).OrdersFunction.Properties;

describe('a function in a SAM template', () => {
  test('has every setting, under its name in the SAM reference', () => {
    expect(resourcesOf(everySetting)).toMatchObject({
      OrdersFunction: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          FunctionName: 'orders',
          Handler: 'orders',
          MemorySize: 512,
          Timeout: 10,
          EphemeralStorage: { Size: 1024 },
          Description: 'Takes orders',
          Role: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/exec`,
          Environment: { Variables: { TABLE: 'orders' } },
          KmsKeyArn: everySetting.kmsKey,
          Tags: { team: 'orders' },
          Layers: everySetting.layers,
          VpcConfig: { SubnetIds: ['subnet-0a1b2c3d'], SecurityGroupIds: ['sg-0a1b2c3d'] },
          FileSystemConfigs: [
            { Arn: expect.stringContaining(':access-point/'), LocalMountPath: '/mnt/data' },
          ],
          Tracing: 'Active',
          LoggingConfig: {
            LogFormat: 'JSON',
            ApplicationLogLevel: 'WARN',
            SystemLogLevel: 'DEBUG',
            LogGroup: 'OrdersFunctionLogGroup',
          },
          DeadLetterQueue: { Type: 'SQS', TargetArn: everySetting.deadLetter },
          RecursiveLoop: 'Allow',
          ReservedConcurrentExecutions: 5,
          FunctionUrlConfig: {
            AuthType: 'AWS_IAM',
            InvokeMode: 'RESPONSE_STREAM',
            Cors: { AllowOrigins: ['https://shop.example'], AllowMethods: ['*'], AllowHeaders: ['*'] },
          },
        },
      },
      OrdersFunctionLogGroup: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: '/orders/all', RetentionInDays: 14 },
      },
    });
  });

  test('has nothing of what its settings take away', () => {
    const none = {
      kmsKey: 'none',
      deadLetter: 'none',
      fileSystem: 'none',
      reservedConcurrency: 'none',
      vpc: { subnets: [], securityGroups: [] },
    } as const satisfies Partial<FunctionSettings>;
    expect(resourcesOf({ ...bare, ...none, vpc: { subnets: [], securityGroups: [] } })).toEqual(
      resourcesOf(bare),
    );
  });

  test('keeps to the part of its sample, and has the variables of the settings beside those of the sample', () => {
    const environment = { TABLE_NAME: 'notes', LEVEL: 'debug' };
    const text = entriesOf({ ...bare, environment }, 'dynamodb-crud').resources;
    // The table of the template stays a reference: the name in the settings is that of the local one.
    expect(text).toContain('TABLE_NAME: !Ref OrdersTable');
    expect(text).toContain('LEVEL: debug');
    expect(parseDocument(text, { logLevel: 'silent' }).errors).toEqual([]);
  });

  test('has a log group of its own: for 30 days, as long as the settings say, or without end', () => {
    const group = (fn: Partial<FunctionSettings>) => resourcesOf({ ...bare, ...fn }).OrdersFunctionLogGroup;
    const LogGroupName = '/aws/lambda/orders';
    expect(group({}).Properties).toEqual({ LogGroupName, RetentionInDays: 30 });
    expect(group({ logRetention: 'none' }).Properties).toEqual({ LogGroupName });
    expect(propertiesOf({}).LoggingConfig).toEqual({ LogGroup: 'OrdersFunctionLogGroup' });
  });

  test('does not make the log group again that another function has in its part', () => {
    const fn = { ...bare, logGroup: '/orders/all' };
    const entries = samEntries(describeFunction(project, fn, undefined, 'Orders', false));
    const resources = parse(entries.resources, { logLevel: 'silent' });
    expect(Object.keys(resources)).toEqual(['OrdersFunction']);
    expect(resources.OrdersFunction.Properties.LoggingConfig).toEqual({ LogGroup: '/orders/all' });
  });

  test('gives the role that SAM makes the right to its file system, beside the rights of the sample', () => {
    const { vpc, fileSystem, role } = everySetting;
    const rights = (fn: Partial<FunctionSettings>, sample?: string) => propertiesOf(fn, sample).Policies;
    const mounts = expect.objectContaining({
      Statement: [
        expect.objectContaining({ Action: expect.arrayContaining(['elasticfilesystem:ClientMount']) }),
      ],
    });
    expect(rights({ vpc, fileSystem })).toEqual([mounts]);
    const uses = expect.objectContaining({
      Statement: [expect.objectContaining({ Resource: 'OrdersTable.Arn' })],
    });
    expect(rights({ vpc, fileSystem }, 'dynamodb-crud')).toEqual([mounts, uses]);
    expect(rights({ vpc, fileSystem, role }, 'dynamodb-crud')).toBeUndefined();
  });
});

const missing = await missingTools('cfn-lint');
if (missing) console.warn(`cfn-lint in test/project/sam.test.ts is skipped: ${missing}`);

test.skipIf(missing)(
  'cfn-lint takes a template with every setting, of a plain function and of every sample',
  async () => {
    const folder = await temporaryFolder();
    const answers = {
      sample: 'uppercase',
      framework: 'net10.0',
      architecture: 'x86_64',
      runtime: 'provided.al2023',
      library: 'builtin',
      with: ['sam'],
    } as const;
    const settings = settingsOf('orders', { ...answers, with: ['sam'] }, '1.2.3');
    // One account's log group and role are for one function of the template.
    const { logGroup: _, role: __, ...rest } = everySetting;
    const functions = addableSampleChoices().map(({ value }) => {
      const own = functionOf(`orders-${value}`, value, findSample(value));
      return { ...rest, ...own, environment: { ...rest.environment, ...own.environment } };
    });
    const file = renderProject({ ...settings, functions }).find(({ path }) => path === 'template.yaml');
    await writeFile(join(folder, 'template.yaml'), file?.contents ?? '');
    await writeFile(
      join(folder, 'plain.yaml'),
      `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    CodeUri: x.zip\n    Runtime: provided.al2023\nResources:\n${entriesOf(everySetting).resources.replaceAll(/^(?=.)/gm, '  ')}\n`,
    );
    const { stdout } = await execa('cfn-lint', ['template.yaml', 'plain.yaml'], {
      cwd: folder,
      reject: false,
    });
    expect(stdout).toBe('');
  },
);
