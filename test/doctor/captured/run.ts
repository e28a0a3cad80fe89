import type { Captured } from './captured.ts';

/** Logs and answers of functions that start. */
export const capturedRuns: readonly Captured[] = [
  [
    'function-url-forbidden',
    'HTTP/1.1 403 Forbidden\nx-amzn-errortype: AccessDeniedException\n{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
  ],
  [
    'outside-lambda',
    'Unhandled exception. System.UriFormatException: Invalid URI: The hostname could not be parsed.\n   at System.Uri.CreateThis(String uri, Boolean dontEscape, UriKind uriKind, UriCreationOptions& creationOptions)',
  ],
  [
    'handler-unknown',
    'HandlerNotFoundException: The function\'s Handler setting is "orders"; this program has create, cancel.',
  ],
  [
    'timeout',
    '2026-11-24T12:00:03.052Z 1f8c7e5a-2b9a-4a52-9d0e-5a1c3c1d9f10 Task timed out after 3.01 seconds',
  ],
  [
    'out-of-memory',
    'REPORT RequestId: 1f8c7e5a\tDuration: 812.51 ms\tBilled Duration: 813 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\nRequestId: 1f8c7e5a Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
  ],
  [
    'crash',
    '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: b2cf8c51-6219-4094-b4be-f488f3425ed4 Error: Runtime exited with error: signal: aborted"}',
  ],
  [
    'runtime-exit',
    '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: d88fc138-1756-4e8f-b887-d44851c12b84 Error: Runtime exited with error: exit status 137"}',
  ],
  [
    'response-too-large',
    '{"errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).", "errorType": "Function.ResponseSizeTooLarge"}',
  ],
  ['no-stack-trace', '   at bootstrap!<BaseAddress>+0x2c9315\n   at bootstrap!<BaseAddress>+0x2c8f01'],
];
