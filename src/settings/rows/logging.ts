import type { LogFormat, LoggingConfig } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { logGroupProblem } from '../../platform/aws-names.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { applicationLogLevels, logFormats, systemLogLevels, tracingModes } from '../../platform/options.ts';
import { type CSharpProperties, code } from '../csharp.ts';
import { expression, nested, resource } from '../hcl.ts';
import { logGroupId } from '../log-group.ts';
import { type After, member, setting } from '../row.ts';
import { choiceText, plainChoices, textWithout } from '../values.ts';

/** What is written down of an invocation. */

const tracingWords = { active: 'Active', passthrough: 'PassThrough' } as const;

export const tracing = setting({
  name: 'tracing',
  title: 'tracing',
  schema: v.optional(v.picklist(tracingModes)),
  flags: [{ name: 'tracing', type: 'choice', choices: plainChoices(tracingModes), description: 'X-Ray' }],
  from: (flags, own) => {
    const mode = flags.tracing ?? own;
    return mode && tracingWords[mode];
  },
  lambda: member('TracingConfig', {
    read: (answer): 'Active' | 'PassThrough' => answer?.Mode ?? 'PassThrough',
    write: (Mode) => ({ Mode }),
    show: String,
  }),
  sam: { properties: (mode) => ({ Tracing: tracingWords[mode] }) },
  // A function follows its caller unless something else is said; the CDK would give it rights to send traces for saying so.
  cdk: {
    properties: (mode): CSharpProperties => (mode === 'active' ? { Tracing: code('Tracing.ACTIVE') } : {}),
    grants: true,
  },
  terraform: { arguments: (mode) => ({ tracing_config: nested({ mode: tracingWords[mode] }) }) },
  rights: {
    needed: (mode) => mode === 'Active',
    fixed: {
      text: 'send traces (X-Ray)',
      // X-Ray knows no resources for them. Source: AWS, "Visualize Lambda function invocations using AWS X-Ray".
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: () => ['*'],
    },
  },
  docs: {
    values: choiceText(tracingModes),
    text: 'X-Ray: Lambda samples requests itself (`active`), or follows its caller.',
  },
  example: { setting: 'active', words: ['--tracing', 'active'], off: ['--tracing', 'passthrough'] },
});

/** The service's names for the log formats. */
export const logFormatWords = { text: 'Text', json: 'JSON' } as const;

/** Lambda refuses levels with the text format: they go when the format becomes text. */
function withFormat(format: LogFormat, before: LoggingConfig | undefined): LoggingConfig {
  const { LogGroup } = before ?? {};
  if (format === 'JSON') return { ...before, LogFormat: format };
  return { LogFormat: format, ...(LogGroup === undefined ? {} : { LogGroup }) };
}

export const logFormat = setting({
  name: 'logFormat',
  title: 'log format',
  schema: v.optional(v.picklist(logFormats)),
  flags: [
    {
      name: 'log-format',
      type: 'choice',
      choices: plainChoices(logFormats),
      description: 'format of the log; text has no levels',
    },
  ],
  from: (flags, own) => {
    const format = flags['log-format'] ?? own;
    return format && logFormatWords[format];
  },
  lambda: member('LoggingConfig', {
    read: (answer): 'Text' | 'JSON' => answer?.LogFormat ?? 'Text',
    write: withFormat,
    show: String,
  }),
  sam: { properties: (format) => ({ LoggingConfig: { LogFormat: logFormatWords[format] } }) },
  cdk: {
    properties: (format) => ({
      LoggingFormat: code(`LoggingFormat.${logFormatWords[format].toUpperCase()}`),
    }),
  },
  terraform: {
    arguments: (format) => ({ logging_config: nested({ log_format: logFormatWords[format] }) }),
  },
  rights: 'none',
  docs: {
    values: choiceText(logFormats),
    text: 'Format of the log. With `json` there are levels; `text` takes them away.',
  },
  example: { setting: 'json', words: ['--log-format', 'json'], off: ['--log-format', 'text'] },
});

const isText = (after: After) => (after('LoggingConfig')?.LogFormat ?? 'Text') === 'Text';

const needsJson = (flag: string) => (_: unknown, after: After) =>
  isText(after)
    ? `log levels are for the JSON format; give --log-format json (or "logFormat" in the settings), or leave out --${flag}.`
    : undefined;

const upper = <T extends string>(level: T) => level.toUpperCase() as Uppercase<T>;

export const applicationLogLevel = setting({
  name: 'applicationLogLevel',
  title: 'application log level',
  schema: v.optional(v.picklist(applicationLogLevels)),
  flags: [
    {
      name: 'log-level',
      type: 'choice',
      choices: plainChoices(applicationLogLevels),
      description: "lowest level of the function's own log lines that is kept; JSON format",
    },
  ],
  from: (flags, own) => {
    const level = flags['log-level'] ?? own;
    return level && upper(level);
  },
  lambda: member('LoggingConfig', {
    read: (answer) => answer?.ApplicationLogLevel,
    write: (ApplicationLogLevel, before) => ({ ...before, ApplicationLogLevel }),
    show: String,
    refuse: needsJson('log-level'),
  }),
  sam: { properties: (level) => ({ LoggingConfig: { ApplicationLogLevel: upper(level) } }) },
  cdk: {
    properties: (level) => ({ ApplicationLogLevelV2: code(`ApplicationLogLevel.${upper(level)}`) }),
  },
  terraform: {
    arguments: (level) => ({ logging_config: nested({ application_log_level: upper(level) }) }),
  },
  rights: 'none',
  docs: {
    values: choiceText(applicationLogLevels),
    text: 'The lowest level of the function’s own log lines that is kept. Needs `logFormat` `json`. The function sees it as `AWS_LAMBDA_LOG_LEVEL`.',
  },
  example: { setting: 'warn', words: ['--log-level', 'warn'], needs: ['logFormat'] },
});

export const systemLogLevel = setting({
  name: 'systemLogLevel',
  title: 'system log level',
  schema: v.optional(v.picklist(systemLogLevels)),
  flags: [
    {
      name: 'system-log-level',
      type: 'choice',
      choices: plainChoices(systemLogLevels),
      description: "lowest level of Lambda's log lines that is kept; JSON format",
    },
  ],
  from: (flags, own) => {
    const level = flags['system-log-level'] ?? own;
    return level && upper(level);
  },
  lambda: member('LoggingConfig', {
    read: (answer) => answer?.SystemLogLevel,
    write: (SystemLogLevel, before) => ({ ...before, SystemLogLevel }),
    show: String,
    refuse: needsJson('system-log-level'),
  }),
  sam: { properties: (level) => ({ LoggingConfig: { SystemLogLevel: upper(level) } }) },
  cdk: { properties: (level) => ({ SystemLogLevelV2: code(`SystemLogLevel.${upper(level)}`) }) },
  terraform: {
    arguments: (level) => ({ logging_config: nested({ system_log_level: upper(level) }) }),
  },
  rights: 'none',
  docs: {
    values: choiceText(systemLogLevels),
    text: 'The lowest level of Lambda’s log lines (start, end, report) that is kept. Needs `logFormat` `json`.',
  },
  example: { setting: 'debug', words: ['--system-log-level', 'debug'], needs: ['logFormat'] },
});

export const logGroup = setting({
  name: 'logGroup',
  title: 'log group',
  schema: v.optional(textWithout(logGroupProblem)),
  flags: [
    {
      name: 'log-group',
      type: 'text',
      placeholder: 'NAME',
      description: 'log group to write to (/aws/lambda/FUNCTION)',
      validate: logGroupProblem,
    },
  ],
  from: (flags, own) => flags['log-group'] ?? own,
  lambda: member('LoggingConfig', {
    read: (answer) => answer?.LogGroup,
    write: (LogGroup, before) => ({ ...before, LogGroup }),
    show: String,
  }),
  sam: {
    properties: (LogGroup, { id, hasOwnLogGroup }) => ({
      LoggingConfig: { LogGroup: hasOwnLogGroup ? { Ref: logGroupId(id) } : LogGroup },
    }),
    resources: (LogGroupName, { id, hasOwnLogGroup }) =>
      hasOwnLogGroup
        ? { [logGroupId(id)]: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } }
        : {},
  },
  cdk: {
    properties: () => ({ LogGroup: code('logGroup') }),
    logGroup: (LogGroupName) => ({ LogGroupName }),
  },
  terraform: {
    arguments: (name, { label, hasOwnLogGroup }) => ({
      logging_config: nested({
        log_group: hasOwnLogGroup ? expression(`aws_cloudwatch_log_group.${label}.name`) : name,
      }),
    }),
    resources: (name, { label, hasOwnLogGroup }) =>
      hasOwnLogGroup ? [resource('aws_cloudwatch_log_group', label, { name })] : [],
  },
  // The one right that every role has, to write the log, is about this group.
  rights: 'none',
  docs: {
    values: `up to ${lambdaLimits.logGroupLength} letters, digits and \`_/.#-\``,
    text: 'The log group that the function writes to, which several may share; `/aws/lambda/NAME` unless set.',
  },
  example: { setting: '/orders/all', words: ['--log-group', '/orders/all'] },
});
