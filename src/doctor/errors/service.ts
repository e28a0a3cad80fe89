import { defaultRuntime, runtimeFacts } from '../../platform/runtimes.ts';
import { dotnet, type KnownError, lambda } from './known-error.ts';

const newest = runtimeFacts[defaultRuntime];

/** What AWS says, to a deployment or of a function that runs; and what the tools say that speak to it. */
export const serviceErrors = [
  {
    id: 'role-not-assumable',
    title: 'Lambda may not use the role',
    texts: ['The role defined for the function cannot be assumed by Lambda'],
    cause:
      'The role is a few seconds old and not yet known everywhere, or its trust policy does not name Lambda.',
    fix: 'Try again after ten seconds; else let lambda.amazonaws.com assume the role (sts:AssumeRole) in its trust policy.',
    references: [`${lambda}/lambda-intro-execution-role.html`],
  },
  {
    id: 'update-in-progress',
    title: 'Two updates at once',
    texts: [
      'The operation cannot be performed at this time. An update is in progress',
      'ResourceConflictException: …update is in progress',
      'is currently in the following state: Pending',
      'ResourceConflictException',
    ],
    cause: 'Lambda changes one thing at a time; the update before this one has not finished.',
    fix: 'Wait until LastUpdateStatus is Successful ("aws lambda wait function-updated-v2"); "lambda-nativeaot deploy" waits.',
    references: [`${lambda}/functions-states.html`],
  },
  {
    id: 'runtime-blocked',
    title: 'The runtime is no longer supported',
    texts: ['The runtime parameter of … is no longer supported'],
    cause: 'AWS has deprecated this runtime and no longer lets functions be created with it, or updated.',
    fix: `Move to ${defaultRuntime} (glibc ${newest.glibc}, OpenSSL ${newest.openSsl}, ${newest.icu}).`,
    references: [`${lambda}/lambda-runtimes.html`],
  },
  {
    id: 'function-url-forbidden',
    title: 'The function URL answers 403',
    texts: ['troubleshooting Function URL authorization issues', 'function URL answers 403'],
    symptoms: ['function url 403', 'function url forbidden'],
    cause:
      'Since October 2025 a public URL needs two permissions, and one of them is missing; or the URL wants signed requests.',
    fix: 'Allow lambda:InvokeFunctionUrl with FunctionUrlAuthType NONE, and lambda:InvokeFunction with InvokedViaFunctionUrl true, to everybody.',
    references: [`${lambda}/urls-auth.html`],
  },
  {
    id: 'outside-lambda',
    title: 'The program runs outside of Lambda',
    texts: [
      'Invalid URI: The hostname could not be parsed',
      'AWS_LAMBDA_RUNTIME_API is not set',
      'AWS_LAMBDA_RUNTIME_API unset',
    ],
    cause:
      'A custom runtime asks the address in AWS_LAMBDA_RUNTIME_API for work, and the variable is empty here.',
    fix: 'Run it behind the emulator: "lambda-nativeaot local" or "make local".',
    references: [`${lambda}/runtimes-api.html`],
  },
  {
    id: 'handler-unknown',
    title: 'The Handler setting names no handler',
    texts: ["The function's Handler setting is …; this program has"],
    cause:
      'One executable holds several handlers, and the Handler setting of the function picks none of them.',
    fix: 'Set the Handler to one of the names in the message, or deploy with "lambda-nativeaot deploy", which sets it.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'timeout',
    title: 'The function ran out of time',
    texts: ['Task timed out after … seconds', 'Sandbox.Timedout'],
    cause:
      'The timeout (3 seconds unless set) passed: a slow call, a slow cold start, or a handler that never answers.',
    fix: 'Raise the timeout, and measure the start with "lambda-nativeaot cold-start"; more memory also means more processor.',
    references: [`${lambda}/troubleshooting-invocation.html`],
  },
  {
    id: 'out-of-memory',
    title: 'The function ran out of memory',
    texts: [
      'Runtime exited with error: signal: killed',
      'Runtime.ExitError … signal: killed',
      'signal: killed',
    ],
    cause: 'The program used more than MemorySize, and the sandbox killed it.',
    fix: 'Raise MemorySize; "Max Memory Used" in the REPORT line shows how much it takes.',
    references: [`${lambda}/configuration-memory.html`],
  },
  {
    id: 'crash',
    title: 'The program crashed',
    texts: [
      'Runtime exited with error: signal: segmentation fault',
      'Runtime exited with error: signal: aborted',
    ],
    cause:
      'An unhandled exception ends the process (aborted), or native code wrote where it must not (segmentation fault).',
    fix: 'Read the lines before this one in the log for the exception; run the same event with "lambda-nativeaot invoke" to see it here.',
    references: [`${lambda}/troubleshooting-invocation.html`],
  },
  {
    id: 'runtime-exit',
    title: 'The program ended by itself',
    texts: [
      'Runtime exited with error: exit status',
      'Runtime exited without providing a reason',
      'Runtime.ExitError',
    ],
    cause: 'The process ended instead of asking for the next event; why stands in the lines before.',
    fix: 'Look at what the program wrote to standard error before it ended.',
    references: [`${lambda}/troubleshooting-invocation.html`],
  },
  {
    id: 'response-too-large',
    title: 'The response is too large',
    texts: ['Response payload size exceeded maximum allowed payload size', 'Function.ResponseSizeTooLarge'],
    cause: 'A buffered response may have 6 MB.',
    fix: 'Stream the response, or put it into S3 and answer with a link.',
    references: [`${lambda}/gettingstarted-limits.html`],
  },
  {
    id: 'build-out-of-memory',
    title: 'The native compiler ran out of memory',
    texts: ['error MSB3073…exited with code 137', 'exited with code 137'],
    symptoms: ['build hangs', 'build killed', 'publish hangs', 'publish killed'],
    cause: 'ilc needs up to 8 GB for large programs, and the kernel or the container killed it.',
    fix: 'Give the machine or the container 8 GB and more, and run fewer builds at once.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'qemu-crash',
    title: '.NET crashes under qemu',
    texts: ['qemu: uncaught target signal'],
    cause:
      'A container of another platform runs its programs under qemu, which the .NET SDK does not survive.',
    fix: 'Cross-build on the machine itself: "make package ARCH=arm64 ZIG=1", or SYSROOT with clang.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-emulation',
    title: 'A container of another architecture does not start',
    texts: [
      'exec /bin/sh: exec format error',
      'exec /usr/bin/sh: exec format error',
      'exec user process caused…exec format error',
    ],
    cause: 'The image is for another architecture than the machine, and no qemu is registered to run it.',
    fix: 'Cross-build on the machine itself: "make package ARCH=arm64 ZIG=1", or SYSROOT with clang.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-stack-trace',
    title: 'The stack trace has no names',
    texts: ['at <unknown>', '!<BaseAddress>+0x'],
    cause: 'StackTraceSupport is off, so the program carries no names of methods.',
    fix: 'Set <StackTraceSupport>true</StackTraceSupport> while you look for the fault.',
    references: [`${dotnet}/native-aot/optimizing`],
  },
  {
    id: 'no-docker',
    title: 'Docker is not running',
    texts: [
      'Cannot connect to the Docker daemon',
      'docker daemon is not running',
      'error during connect: …docker',
    ],
    cause: 'The Docker client is there, the daemon is not, or this user may not talk to it.',
    fix: 'Start Docker, or build without it: "make package ZIG=1" or "make package SYSROOT=DIR".',
    references: ['https://docs.docker.com/engine/daemon/start/'],
  },
  {
    id: 'no-credentials',
    title: 'There are no AWS credentials',
    texts: [
      'Unable to locate credentials',
      'Could not load credentials from any providers',
      'CredentialsProviderError',
    ],
    cause: 'Neither the environment nor the profile has credentials for AWS.',
    fix: 'Run "aws configure sso" or "aws login", or name a profile with AWS_PROFILE.',
    references: ['https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html'],
  },
  {
    id: 'credentials-expired',
    title: 'The AWS credentials are not valid any more',
    texts: [
      'The security token included in the request is expired',
      'The security token included in the request is invalid',
      'ExpiredTokenException',
      'UnrecognizedClientException',
      'The SSO session associated with this profile has expired',
    ],
    cause: 'Temporary credentials have run out, or belong to another account or partition.',
    fix: 'Sign in again ("aws sso login"), and look for stale AWS_SESSION_TOKEN variables.',
    references: ['https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-troubleshooting.html'],
  },
  {
    id: 'access-denied',
    title: 'A permission is missing',
    texts: [
      'is not authorized to perform: lambda:',
      'is not authorized to perform: iam:',
      'is not authorized to perform: ',
    ],
    cause: 'The policies of the user or role do not allow the action that the message names.',
    fix: 'Allow the action; to create a function it takes iam:PassRole on the role of the function as well.',
    references: [`${lambda}/access-control-identity-based.html`],
  },
] as const satisfies readonly KnownError[];
