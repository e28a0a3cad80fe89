import type {
  FileSystemConfig,
  FunctionConfiguration,
  LoggingConfig,
  VpcConfig,
} from '@aws-sdk/client-lambda';
import { invalid } from './errors.ts';
import type { LambdaFake } from './lambda-fake.ts';

/** A configuration as requests have it. */
export interface ConfigurationBody {
  readonly Layers?: readonly string[];
  readonly VpcConfig?: VpcConfig;
  readonly FileSystemConfigs?: readonly FileSystemConfig[];
  readonly LoggingConfig?: LoggingConfig;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly Role?: string;
  readonly ImageConfig?: unknown;
  readonly [member: string]: unknown;
}

/** What the service makes of a logging configuration: it is replaced as a whole, and completed. */
function loggingOf(name: string, asked: LoggingConfig): LoggingConfig {
  const { LogFormat = 'Text', ApplicationLogLevel, SystemLogLevel } = asked;
  const LogGroup = asked.LogGroup ?? `/aws/lambda/${name}`;
  if (LogFormat === 'JSON') {
    return {
      LogFormat,
      LogGroup,
      ApplicationLogLevel: ApplicationLogLevel ?? 'INFO',
      SystemLogLevel: SystemLogLevel ?? 'INFO',
    };
  }
  if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined) {
    throw invalid(
      'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
    );
  }
  return { LogFormat, LogGroup };
}

/** Whether the inline policies of a role allow an action on a resource, as far as this tool writes them. */
function allows(fake: LambdaFake, role: string, action: string, resource: string): boolean {
  const found = fake.iam.roles.get(role.split('/').at(-1) as string);
  return [...(found?.inline.values() ?? [])]
    .flatMap(
      (text) => (JSON.parse(text) as { Statement: { Action: string[]; Resource: string[] }[] }).Statement,
    )
    .some(({ Action, Resource }) => Action.includes(action) && Resource.includes(resource));
}

/** Lambda asks the role for its right to send; roles of tests that have no policies at all are let through. */
function requireRights(fake: LambdaFake, role: string | undefined, target: string | undefined): void {
  if (!target || role === undefined) return;
  const found = fake.iam.roles.get(role.split('/').at(-1) as string);
  if (found === undefined || found.inline.size === 0) return;
  const isTopic = target.includes(':sns:');
  if (allows(fake, role, isTopic ? 'sns:Publish' : 'sqs:SendMessage', target)) return;
  throw invalid(
    `The provided execution role does not have permissions to call ${isTopic ? 'Publish on SNS' : 'SendMessage on SQS'}`,
  );
}

/**
 * The members of a function's configuration after a request: requests name layers, answers describe them; empty
 * texts take a member away; what does not go together is refused.
 */
export function configurationOf(
  fake: LambdaFake,
  name: string,
  body: ConfigurationBody,
  before: FunctionConfiguration = {},
): FunctionConfiguration {
  const { ImageConfig, Layers, VpcConfig, LoggingConfig, DeadLetterConfig, KMSKeyArn, ...rest } = body;
  if (Layers && Layers.length > 5) {
    throw invalid('You cannot reference more than 5 layers.');
  }
  const changes: Record<string, unknown> = { ...rest };
  if (ImageConfig) changes.ImageConfigResponse = { ImageConfig };
  if (Layers) changes.Layers = Layers.map((Arn) => ({ Arn, CodeSize: 1 }));
  if (VpcConfig) changes.VpcConfig = { ...VpcConfig, VpcId: VpcConfig.SubnetIds?.length ? 'vpc-1' : '' };
  if (DeadLetterConfig) changes.DeadLetterConfig = DeadLetterConfig.TargetArn ? DeadLetterConfig : undefined;
  if (KMSKeyArn !== undefined) changes.KMSKeyArn = KMSKeyArn || undefined;
  if (LoggingConfig || before.LoggingConfig === undefined) {
    changes.LoggingConfig = loggingOf(name, LoggingConfig ?? {});
  }
  const after = { ...before, ...changes } as FunctionConfiguration;
  if (after.FileSystemConfigs?.length && !after.VpcConfig?.SubnetIds?.length) {
    throw invalid('Function must be configured to execute in a VPC to reference access point.');
  }
  requireRights(fake, after.Role, DeadLetterConfig?.TargetArn);
  return changes as FunctionConfiguration;
}
