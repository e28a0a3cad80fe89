import { describe, expect, it } from 'vitest';
import { explainAws } from '../../src/aws/session/failure.ts';
import { InterruptedError, UsageError, UserError } from '../../src/errors.ts';

const sdkError = (name: string, message: string, status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

const explain = (error: Error, target = {}) => explainAws(error, target) as Error;

describe('an error of AWS', () => {
  it.each([
    [
      sdkError('ExpiredTokenException', 'The security token included in the request is expired', 403),
      'The AWS credentials have expired; sign in again',
    ],
    [
      sdkError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403),
      'AWS does not accept these credentials; sign in again',
    ],
    [
      sdkError('InvalidClientTokenId', 'The security token included in the request is invalid', 403),
      'AWS does not accept these credentials',
    ],
    [
      sdkError(
        'InvalidSignatureException',
        'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
        403,
      ),
      "AWS refuses the request's time; set this machine's clock right.",
    ],
    [
      sdkError(
        'AccessDeniedException',
        'User: arn:aws:iam::1:user/me is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:eu-central-1:1:function:x because no identity-based policy allows the lambda:GetFunction action',
        403,
      ),
      'AWS denies it: User: arn:aws:iam::1:user/me is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:eu-central-1:1:function:x because no identity-based policy allows the lambda:GetFunction action. Ask for lambda:GetFunction, or use another identity with --profile.',
    ],
    [
      sdkError(
        'InvalidParameterValueException',
        'The role defined for the function cannot be assumed by Lambda.',
      ),
      'Lambda cannot assume the role; its trust policy must allow sts:AssumeRole to lambda.amazonaws.com (or take --create-role).',
    ],
    [
      sdkError('RequestEntityTooLargeException', 'Request must be smaller than 70167211 bytes', 413),
      'The zip is too large for a direct upload; name a bucket with --s3-bucket BUCKET.',
    ],
    [
      sdkError(
        'RequestEntityTooLargeException',
        'Request must be smaller than 5120 bytes for the UpdateFunctionConfiguration operation',
        413,
      ),
      'Request must be smaller than 5120 bytes for the UpdateFunctionConfiguration operation; the environment',
    ],
    [
      sdkError(
        'InvalidParameterValueException',
        'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
      ),
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2; attach AWSLambdaVPCAccessExecutionRole',
    ],
    [
      sdkError('CodeVerificationFailedException', 'The code signature failed one or more checks.'),
      'The function takes only signed code: The code signature failed one or more checks; sign the zip',
    ],
    [
      sdkError('KMSAccessDeniedException', 'Lambda was unable to decrypt the environment variables.', 502),
      'Lambda was unable to decrypt the environment variables (KMSAccessDeniedException); give the function',
    ],
    [
      sdkError(
        'ResourceNotFoundException',
        'Function not found: arn:aws:lambda:eu-central-1:123456789012:function:hello:live',
        404,
      ),
      'hello has no version or alias "live"; "lambda-nativeaot deploy --alias NAME" makes one.',
    ],
    [
      sdkError(
        'ResourceNotFoundException',
        'Function not found: arn:aws:lambda:eu-central-1:123456789012:function:hello',
        404,
      ),
      'Function not found: arn:aws:lambda:eu-central-1:123456789012:function:hello. Deploy it with',
    ],
    [
      Object.assign(sdkError('TooManyRequestsException', 'Rate Exceeded.', 429), {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      }),
      'The reserved concurrency of the function is used up, or is 0, which switches it off;',
    ],
    [
      Object.assign(new Error('self-signed certificate in certificate chain'), {
        code: 'SELF_SIGNED_CERT_IN_CHAIN',
        $metadata: {},
      }),
      'The certificate of AWS is signed by an authority that Node does not know (SELF_SIGNED_CERT_IN_CHAIN); behind',
    ],
    [
      sdkError('CodeStorageExceededException', 'Code storage limit exceeded.'),
      'Code storage limit exceeded. Delete old versions, for instance with --keep-versions 3.',
    ],
    [
      sdkError(
        'InvalidParameterValueException',
        'The runtime parameter of provided.al2 is no longer supported for creating or updating AWS Lambda functions.',
      ),
      'The runtime parameter of provided.al2 is no longer supported for creating or updating AWS Lambda functions. Take --runtime provided.al2023 and build for it.',
    ],
    [
      sdkError('SomethingNewException', 'Nobody has seen this before.'),
      'AWS rejected the request: Nobody has seen this before (SomethingNewException).',
    ],
    [
      sdkError('TooManyRequestsException', 'Rate exceeded', 429),
      'AWS throttles these calls, also after ten attempts; wait a minute',
    ],
  ])('%# is one line that says what to do', (error, start) => {
    const explained = explain(error);
    expect(explained).toBeInstanceOf(UserError);
    expect(explained.message.startsWith(start), explained.message).toBe(true);
    expect(explained.message).not.toContain('\n');
  });

  it('is not quoted beyond its first line, where signature and token stand', () => {
    const message = `The request signature we calculated does not match.\n\nThe Canonical String was\nx-amz-security-token:hunter2`;
    for (const name of ['SignatureDoesNotMatch', 'SomethingElse']) {
      const error = explain(sdkError(name, message, 403));
      expect(error.message).not.toContain('hunter2');
      expect(error.stack).not.toContain('hunter2');
    }
  });

  it('about too many variables leaves out the variables, which Lambda quotes', () => {
    const message =
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"PASSWORD":"hunter2"}';
    expect(explain(sdkError('InvalidParameterValueException', message)).message).toBe(
      'The environment variables take more than 4 KB together; keep what is long in Parameter Store, S3 or the zip.',
    );
  });

  it('with no credentials names the profile, if there is one', () => {
    const error = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    expect(explain(error, { profile: 'work' }).message).toContain(
      'The AWS profile "work" gives no credentials',
    );
    expect(explain(error).message).toContain('No AWS credentials were found; run "aws configure"');
  });

  it('on the way there names the endpoint, without what is secret in its URL', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(explain(error, { endpointUrl: 'http://user:pass@127.0.0.1:1/x?y=z' }).message).toBe(
      'http://127.0.0.1:1 cannot be reached (ECONNREFUSED); check the network, the proxy, --region and --endpoint-url.',
    );
    expect(explain(error, { region: 'eu-west-1' }).message).toContain('AWS (eu-west-1) cannot be reached');
  });

  it('for a region that is none is a usage error', () => {
    const error = new Error('Region not accepted: region="no where" is not a valid hostname component.');
    expect(explain(error, { region: 'no where' })).toBeInstanceOf(UsageError);
  });

  it('is its first line without the dots at its end, however many there are', () => {
    const dots = '.'.repeat(1_000_000);
    expect(explain(sdkError('Other', `Wrong.${dots}\nSecond`)).message).toBe(
      'AWS rejected the request: Wrong (Other).',
    );
    expect(explain(sdkError('Other', `${dots}x`)).message).toBe(
      `AWS rejected the request: ${dots.slice(0, 400)}… (Other).`,
    );
  });

  it('that is an abort is an interruption', () => {
    const error = Object.assign(new Error('aborted'), { name: 'AbortError' });
    expect(explain(error)).toBeInstanceOf(InterruptedError);
  });

  it.each(['EISDIR', 'EACCES', 'ENOSPC'])('about a file (%s) is not taken for one of the network', (code) => {
    const error = Object.assign(new Error(`${code}: open 'x'`), { code, syscall: 'open', path: 'x' });
    expect(explain(error)).toBe(error);
  });

  it('that is none of AWS stays what it is: a bug keeps its stack', () => {
    const bug = new TypeError('x is not a function');
    expect(explain(bug)).toBe(bug);
    const usage = new UsageError('--x');
    expect(explain(usage)).toBe(usage);
  });
});
