import { quote } from '../ui/shell-word.ts';

/** A call of a function. */
export interface CommandOf {
  /** The emulator's address, as the page was opened. */
  readonly origin: string;
  readonly functionName: string;
  /** JSON. */
  readonly event: string;
}

/** The call as curl does it, for a POSIX shell. */
export const curlCommand = ({ origin, functionName, event }: CommandOf): string =>
  `curl --silent --data ${quote(event)} ${origin}/2015-03-31/functions/${functionName}/invocations`;

/** The call as the AWS CLI (version 2) does it, for a POSIX shell; without credentials, which the emulator does not read. */
export const awsCommand = ({ origin, functionName, event }: CommandOf): string =>
  [
    `aws lambda invoke --function-name ${functionName} --endpoint-url ${origin} --region us-east-1 --no-sign-request`,
    `--cli-binary-format raw-in-base64-out --payload ${quote(event)} response.json && cat response.json`,
  ].join(' \\\n  ');
