import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { execa } from 'execa';
import type { Emulator } from '../../src/emulator/emulator.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The AWS SDK's client of an emulator, as somebody without an account would make it. */
export function sdkClient({ url }: Emulator): LambdaClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** Invoke, by the SDK. */
export const caller = (client: LambdaClient) => (input: InvokeCommandInput) =>
  client.send(new InvokeCommand(input));

/** `aws lambda` at an emulator. */
export function awsLambda({ url }: Emulator, ...args: string[]) {
  const env = {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  return execa('aws', ['lambda', ...args, '--endpoint-url', url], { env, reject: false });
}
