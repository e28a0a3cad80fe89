import { dotnet, type KnownError, lambda } from './known-error.ts';

/** What Lambda and its log say about a function that runs. */
export const runErrors = [
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
    role: 'consequence',
    texts: [
      'Runtime exited with error: signal: segmentation fault',
      'Runtime exited with error: signal: aborted',
      'signal: segmentation fault',
      'signal: aborted',
    ],
    cause:
      'An unhandled exception ends the process (aborted), or native code wrote where it must not (segmentation fault).',
    fix: 'Read the lines before this one in the log for the exception; run the same event with "lambda-nativeaot invoke" to see it here.',
    references: [`${lambda}/troubleshooting-invocation.html`],
  },
  {
    id: 'runtime-exit',
    title: 'The program ended by itself',
    role: 'consequence',
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
    id: 'no-stack-trace',
    title: 'The stack trace has no names',
    role: 'consequence',
    texts: ['at <unknown>', '!<BaseAddress>+0x'],
    cause:
      'Without StackTraceSupport the program carries no names of methods. One such line at the end of a trace with names is normal: it is the start of the program.',
    fix: 'If no line has a name, set <StackTraceSupport>true</StackTraceSupport> while you look for the error.',
    references: [`${dotnet}/native-aot/optimizing`],
  },
] as const satisfies readonly KnownError[];
