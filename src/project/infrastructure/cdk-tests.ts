import type { SurroundingEvent } from '../../samples/surroundings.ts';
import { array, type CSharpStatement, type CSharpValue, call, map } from '../../settings/csharp.ts';
import { type CdkFile, constructName } from './cdk.ts';
import { statementText } from './csharp-text.ts';
import { type DescribedFunction, infrastructureDefaults } from './description.ts';

/** What a test finds in the synthesized template: a resource type and some of its properties. */
interface Expectation {
  /** A sentence, which becomes the test's name. */
  readonly sentence: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, CSharpValue>>;
}

const reports = (event: { readonly reportsItemFailures: boolean }) =>
  event.reportsItemFailures ? { FunctionResponseTypes: array('ReportBatchItemFailures') } : {};

/** What CloudFormation gets of an event. */
function ofEvent(name: string, event: SurroundingEvent): Expectation {
  const sentence = `It is started by ${name}`;
  switch (event.type) {
    case 'queue':
      return {
        sentence,
        type: 'AWS::Lambda::EventSourceMapping',
        properties: { BatchSize: event.batchSize, ...reports(event) },
      };
    case 'table':
    case 'stream':
      return {
        sentence,
        type: 'AWS::Lambda::EventSourceMapping',
        properties: {
          BatchSize: event.batchSize,
          MaximumRetryAttempts: event.retries,
          StartingPosition: event.startingPosition,
          ...reports(event),
        },
      };
    case 'topic':
      return { sentence, type: 'AWS::SNS::Subscription', properties: { Protocol: 'lambda' } };
    case 'bucket':
      return { sentence, type: 'AWS::Lambda::Permission', properties: { Principal: 's3.amazonaws.com' } };
    case 'schedule':
      return {
        sentence,
        type: 'AWS::Events::Rule',
        properties: { ScheduleExpression: event.expression },
      };
  }
}

function expectations(fn: DescribedFunction): Expectation[] {
  const { settings, handler, runtime, architecture, hasOwnLogGroup, surroundings } = fn;
  const { logRetention, logGroup, url } = settings;
  const { alias } = infrastructureDefaults;
  return [
    {
      sentence: 'The function has its settings',
      type: 'AWS::Lambda::Function',
      properties: {
        FunctionName: settings.name,
        Handler: handler,
        Runtime: runtime,
        Architectures: array(architecture),
        MemorySize: settings.memorySize,
        Timeout: settings.timeout,
      },
    },
    {
      sentence: 'Callers take the alias',
      type: 'AWS::Lambda::Alias',
      properties: { Name: alias },
    },
    ...(hasOwnLogGroup && logRetention !== 'none'
      ? [
          {
            sentence: `Its log is kept for ${logRetention} days`,
            type: 'AWS::Logs::LogGroup',
            properties: { LogGroupName: logGroup, RetentionInDays: logRetention },
          },
        ]
      : []),
    ...Object.entries(surroundings.events).map(([name, event]) => ofEvent(name, event)),
    ...(url === undefined
      ? []
      : [
          {
            sentence: url.auth === 'iam' ? 'Its URL takes signed requests' : 'Its URL is public',
            type: 'AWS::Lambda::Url',
            properties: { AuthType: url.auth === 'iam' ? 'AWS_IAM' : 'NONE' },
          },
        ]),
  ];
}

const testText = ({ sentence, type, properties }: Expectation) => {
  const statement: CSharpStatement = {
    value: call('SynthesizedStack.Template.HasResourceProperties', type, map(properties, 'object')),
  };
  const body = statementText(statement, 8).replaceAll(/^(?=.)/gm, '        ');
  return `    [Fact]\n    public void ${sentence.replaceAll(' ', '_')}()\n    {\n${body}\n    }`;
};

/** The tests of a function's construct. */
export function cdkTest(fn: DescribedFunction): CdkFile {
  const name = `${constructName(fn.className)}Tests`;
  const tests = expectations(fn).map(testText).join('\n\n');
  return {
    name,
    text: `using Xunit;\n\nnamespace Infrastructure.Tests;\n\npublic sealed class ${name}\n{\n${tests}\n}\n`,
  };
}
