import { expect, it } from 'vitest';
import { explain } from '../../src/doctor/explain.ts';

/** Whole logs, in which the cause stands among what it led to. */
const logs: readonly (readonly [what: string, lines: readonly string[], ids: readonly string[]])[] = [
  [
    'a trimmed type (aws-samples/serverless-dotnet-demo#27)',
    [
      'Payload:',
      '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: b2cf8c51-6219-4094-b4be-f488f3425ed4 Error: Runtime exited with error: signal: aborted"}',
      'Log Tail:',
      "Unhandled Exception: System.TypeLoadException: Could not load type 'Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer' from assembly 'Amazon.Lambda.Serialization.SystemTextJson, Version=0.0.0.0, Culture=neutral, PublicKeyToken=885c28607f98e604'.",
      '   at Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowTypeLoadException(ExceptionStringID, String, String) + 0xe',
      '   at Program.<Main>$(String[]) + 0x12',
      '   at bootstrap!<BaseAddress>+0x15a63fb',
      'START RequestId: b2cf8c51-6219-4094-b4be-f488f3425ed4 Version: $LATEST',
      'RequestId: b2cf8c51-6219-4094-b4be-f488f3425ed4 Error: Runtime exited with error: signal: aborted',
      'Runtime.ExitError',
    ],
    ['type-trimmed', 'crash', 'runtime-exit', 'no-stack-trace'],
  ],
  [
    'a self-contained build on Amazon Linux 2 (martincostello/alexa-london-travel#692)',
    [
      "Failed to load /var/task/libcoreclr.so, error: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/libcoreclr.so)",
      'RequestId: 7d1a3f0e Error: Runtime exited with error: signal: segmentation fault',
      'Runtime.ExitError',
    ],
    ['self-contained-jit', 'crash', 'runtime-exit'],
  ],
  [
    'a short cause before long consequences',
    [
      'RequestId: 3c1d2b0a Error: Runtime exited with error: signal: aborted',
      'Cannot get required symbol EVP_rc2_cbc from libssl',
    ],
    ['openssl-function', 'crash'],
  ],
  [
    'a compiler that ran out of memory after warnings',
    [
      "/root/.nuget/packages/awssdk.core/3.7.100.16/lib/AWSSDK.Core.dll : warning IL2104: Assembly 'AWSSDK.Core' produced trim warnings. For more information see https://aka.ms/dotnet-illink/libraries",
      'error MSB3073: Der Befehl ""/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/10.0.0/tools/ilc" @"obj/native/a.ilc.rsp"" wurde mit dem Code 137 beendet.',
    ],
    ['build-out-of-memory', 'trim-warnings'],
  ],
  [
    'credentials of a feed beside one that does not answer, far away',
    [
      '/src/a.csproj : error NU1301: Der Dienstindex für die Quelle "https://nuget.example.com/v3/index.json" konnte nicht geladen werden.',
      ...Array<string>(9).fill('  Wiederherzustellende Projekte werden ermittelt...'),
      '/src/b.csproj : error NU1301:   Response status code does not indicate success: 401 (Unauthorized).',
    ],
    ['private-feed', 'feed-unreachable'],
  ],
  [
    'an update that waits, and an alias that exists, far away',
    [
      'An error occurred (ResourceConflictException) when calling the UpdateFunctionCode operation: The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-east-1:123456789012:function:orders',
      ...Array<string>(9).fill('waiting'),
      'An error occurred (ResourceConflictException) when calling the CreateAlias operation: Alias already exists: arn:aws:lambda:us-east-1:123456789012:function:orders:live',
    ],
    ['update-in-progress', 'already-exists'],
  ],
];

it.each(logs)('of %s the cause comes first', (_what, lines, ids) => {
  expect(explain(lines.join('\n')).map(({ error }) => error.id)).toEqual(ids);
});

it('the order of the lines does not matter', () => {
  for (const [, lines, ids] of logs) {
    expect(explain(lines.toReversed().join('\n'))[0]?.error.id).toBe(ids[0]);
  }
});
