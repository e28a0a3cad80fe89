import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeployFlags } from '../../src/aws/deploy/command.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { deployCommand } from '../../src/commands/deploy.ts';
import { cdkConstruct } from '../../src/project/infrastructure/cdk.ts';
import { describeFunction } from '../../src/project/infrastructure/description.ts';
import { samEntries } from '../../src/project/infrastructure/sam.ts';
import { terraformEntries } from '../../src/project/infrastructure/terraform.ts';
import { type FunctionSettings, formatSettings, parseSettings } from '../../src/project/settings.ts';
import { settingsTable } from '../../src/settings/reference.ts';
import type { AnyRow } from '../../src/settings/row.ts';
import { settingRows, wantSettings } from '../../src/settings/table.ts';
import { stage } from '../aws/support.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';

// Every row of the table goes through all that a setting has to reach, with the example that it brings along. So a row
// that does nothing somewhere, or that Lambda answers otherwise than it was sent, is found out without a test of its own.

const here = stage();

const rowNamed = (name: string): AnyRow => settingRows.find((row) => row.name === name) as AnyRow;

/** The row and those without which Lambda refuses it. */
const together = (row: AnyRow): AnyRow[] => [...(row.example.needs ?? []).map(rowNamed), row];

const settingsOf = (rows: readonly AnyRow[]): Partial<FunctionSettings> =>
  Object.fromEntries(rows.map(({ name, example }) => [name, example.setting]));

/** As the command line reads them. */
const parsed = (words: readonly string[]) =>
  parseCommandLine(deployCommand, words).values as Partial<DeployFlags>;
const flagsOf = (rows: readonly AnyRow[]) => parsed(rows.flatMap(({ example }) => example.words));

/** The project's file, with some settings in the entry of its function. */
const write = (extra: Partial<FunctionSettings>) =>
  writeFileSync(join(here.folder, '.yo-rc.json'), formatSettings(fixtureSettings(['echo'], extra)));

/** A role for the new function, where the row is not about that. */
const roleBeside = ({ name }: AnyRow) => {
  here.fake.addRole('other');
  return name === 'role' ? {} : { role: 'other' };
};

/** A value without what is empty: that and what is absent come to the same. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, filled(part)] as const);
  const isEmpty = (part: unknown) =>
    part === undefined ||
    part === '' ||
    part === false ||
    (typeof part === 'object' && Object.keys(part ?? {}).length === 0);
  return Object.fromEntries(entries.filter(([, part]) => !isEmpty(part)));
}

/** All that a deployment can set of a function, as the service has it. */
function state(): unknown {
  const { fake } = here;
  const fn = fake.get('hello-echo');
  const { RevisionId: _, LastUpdateStatus: __, ...configuration } = fn.configuration;
  const urls = [...fn.urls].map(([name, { FunctionUrl: ___, ...url }]) => [name, url]);
  const { tags, reservedConcurrency, recursiveLoop } = fn;
  return filled({
    configuration,
    tags,
    reservedConcurrency,
    recursiveLoop,
    urls,
    groups: [...fake.logs.groups],
  });
}

describe.each(settingRows.map((row) => [row.name, row] as const))('the setting %s', (name, row) => {
  it('is read from the settings, and its flags say the same', () => {
    const text = formatSettings(fixtureSettings(['echo'], settingsOf(together(row))));
    const [own] = parseSettings(text).functions as [FunctionSettings];
    const [bare] = fixtureSettings(['echo']).functions as [FunctionSettings];
    const given = { name: 'hello-echo', fileEnvironment: {}, handlerVariables: {} };
    const bySetting = wantSettings(own, {}, given);
    const byFlag = wantSettings(bare, flagsOf(together(row)), given);
    expect(bySetting[name as keyof typeof bySetting]).toBeDefined();
    expect(byFlag).toEqual(bySetting);
    expect(row.flags.length === 0).toBe(row.example.words.length === 0);
  });

  it('is refused where it is something else', () => {
    const damaged = { ...fixtureSettings(['echo']).functions[0], [name]: Symbol('none of its values') };
    expect(() =>
      formatSettings({ ...fixtureSettings(['echo']), functions: [damaged as FunctionSettings] }),
    ).toThrow(`functions.0.${name} of the settings would be wrong`);
  });

  it('of a new function is in effect afterwards, and leaves nothing to do', async () => {
    write({});
    const flags = { ...roleBeside(row), ...flagsOf(together(row)) };
    expect((await here.deployOne(flags)).status).toBe('done');
    const byFlag = state();
    expect((await here.deployOne(flagsOf(together(row)))).done).toEqual([]);

    expect((await here.deployOne({ delete: true })).status).toBe('done');
    here.fake.logs.groups.clear();
    write(settingsOf(together(row)));
    expect((await here.deployOne(roleBeside(row))).status).toBe('done');
    expect(state()).toEqual(byFlag);
    expect((await here.deployOne()).done).toEqual([]);
  });

  it('of a function that is there is changed, shown from what it was, and leaves nothing to do', async () => {
    write({});
    here.fake.addRole('other');
    const needs = together(row).slice(0, -1);
    await here.deployOne({ role: 'other', ...flagsOf(needs) });
    const before = state();

    const { planned } = await here.deploy({ ...flagsOf(together(row)), 'dry-run': true });
    expect(planned[0]?.plan.steps.flatMap(({ changes }) => changes).length).toBeGreaterThan(0);
    expect(state()).toEqual(before);
    const result = await here.deployOne(flagsOf(together(row)));
    expect(result).toMatchObject({
      status: 'done',
      done: planned[0]?.plan.steps.map(({ action }) => action),
    });
    const after = state();
    expect(after).not.toEqual(before);
    expect((await here.deployOne(flagsOf(together(row)))).done).toEqual([]);

    // Memory and timeout are in every function's entry, so leaving the flag out takes them back.
    if (row.name in (fixtureSettings(['echo']).functions[0] as object)) return;
    await here.deployOne(flagsOf(needs));
    expect(state()).toEqual(after);
  });

  const { off } = row.example;
  it.runIf(off !== undefined)('is taken away again', async () => {
    write({});
    here.fake.addRole('other');
    const needs = together(row).slice(0, -1);
    await here.deployOne({ role: 'other', ...flagsOf(needs) });
    await here.deployOne(flagsOf(together(row)));
    const without = { ...flagsOf(needs), ...parsed(off ?? []) };
    expect((await here.deployOne(without)).status).toBe('done');
    const after = state();
    expect((await here.deployOne(without)).done).toEqual([]);
    // What takes it away leaves the function as one that never had it.
    await here.deployOne({ delete: true });
    await here.deployOne({ role: 'other', ...flagsOf(needs), ...parsed(off ?? []) });
    expect(after).toEqual(state());
  });

  it('is in the SAM template, or says why it is not', () => {
    const settings = fixtureSettings(['echo']);
    const [bare] = settings.functions as [FunctionSettings];
    const entries = (fn: FunctionSettings) => samEntries(describeFunction(settings, fn, undefined, 'Echo'));
    const without = entries(bare).resources;
    const withIt = entries({ ...bare, ...settingsOf([row]) }).resources;
    if ('missing' in row.sam) expect(row.sam.missing).toMatch(/\w{3,}/);
    else expect(withIt).not.toBe(without);
  });

  it('is in Terraform and in the CDK app, or says why it is not', () => {
    const settings = fixtureSettings(['echo']);
    const [bare] = settings.functions as [FunctionSettings];
    const described = (fn: FunctionSettings) => describeFunction(settings, fn, undefined, 'Echo');
    const withIt = described({ ...bare, ...settingsOf([row]) });
    if ('missing' in row.terraform) expect(row.terraform.missing).toMatch(/\w{3,}/);
    else expect(terraformEntries(withIt).main).not.toBe(terraformEntries(described(bare)).main);
    if ('missing' in row.cdk) expect(row.cdk.missing).toMatch(/\w{3,}/);
    else expect(cdkConstruct(withIt).text).not.toBe(cdkConstruct(described(bare)).text);
  });

  it('is in the documentation', () => {
    const line = settingsTable()
      .split('\n')
      .find((text) => text.startsWith(`| \`${name}\` |`));
    for (const flag of row.flags) expect(line).toContain(`--${flag.alias ?? flag.name}`);
    expect(
      line?.split(/(?<!\\)\|/).every((cell, i, all) => i === 0 || i === all.length - 1 || cell.trim() !== ''),
    ).toBe(true);
  });
});

describe('all settings together', () => {
  it('are deployed in one run, and leave nothing to do', async () => {
    write(settingsOf(settingRows));
    expect((await here.deployOne({ 'create-role': true })).status).toBe('done');
    here.fake.requests.length = 0;
    // --create-role stands in the place of the role in the settings.
    expect((await here.deployOne({ 'create-role': true })).done).toEqual([]);
    expect(here.fake.changes).toEqual([]);
  });

  it('give the role that is made nothing but what they need', async () => {
    write(settingsOf(['vpc', 'fileSystem', 'tracing', 'logGroup', 'deadLetter'].map(rowNamed)));
    await here.deployOne({ 'create-role': true });
    const [document] = here.fake.iam.role('hello-echo-role').inline.values();
    const { Statement } = JSON.parse(document as string);
    expect(Statement).toEqual([
      expect.objectContaining({
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [
          'arn:aws:logs:eu-central-1:123456789012:log-group:/orders/all',
          'arn:aws:logs:eu-central-1:123456789012:log-group:/orders/all:*',
        ],
      }),
      expect.objectContaining({
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface']),
        Resource: ['*'],
      }),
      {
        Effect: 'Allow',
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Resource: ['arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/*'],
        Condition: {
          StringEquals: {
            'elasticfilesystem:AccessPointArn':
              'arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0',
          },
        },
      },
      expect.objectContaining({ Action: expect.arrayContaining(['xray:PutTraceSegments']), Resource: ['*'] }),
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: ['arn:aws:sqs:eu-central-1:123456789012:orders-failed'],
      },
    ]);
  });
});
