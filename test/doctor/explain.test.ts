import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownErrors } from '../../src/doctor/errors/catalogue.ts';
import type { KnownError } from '../../src/doctor/errors/known-error.ts';
import { explain } from '../../src/doctor/explain.ts';

type ErrorId = (typeof knownErrors)[number]['id'];

/** Messages as tools and services print them, with the entry that explains each. */
const messages: readonly (readonly [id: ErrorId, text: string])[] = [
  ['no-bootstrap', "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"],
  ['no-bootstrap', 'Runtime.InvalidEntrypoint'],
  ['exec-format', 'fork/exec /var/task/bootstrap: exec format error'],
  [
    'exec-format',
    'RequestId: 8c2 Error: fork/exec /var/task/bootstrap: exec format error Runtime.InvalidEntrypoint',
  ],
  ['not-executable', 'fork/exec /var/task/bootstrap: permission denied'],
  ['no-loader', 'fork/exec /var/task/bootstrap: no such file or directory'],
  ['glibc-too-old', "version `GLIBC_2.38' not found (required by /var/task/bootstrap)"],
  [
    'glibc-too-old',
    "/var/task/bootstrap: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/bootstrap)",
  ],
  [
    'sdk-on-al2',
    "/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/10.0.0/tools/ilc: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /root/.nuget/packages/tools/ilc)",
  ],
  [
    'glibcxx-too-old',
    "/lib64/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /var/task/libx.so)",
  ],
  [
    'no-icu',
    "Process terminated. Couldn't find a valid ICU package installed on the system. Please install libicu",
  ],
  ['icu-too-old', 'Cannot get symbol ucol_setMaxVariable_50 from libicui18n'],
  [
    'invariant-culture',
    "Only the invariant culture is supported in globalization-invariant mode. (Parameter 'name')",
  ],
  ['no-openssl', 'No usable version of libssl was found'],
  ['slow-first-https', 'slow first HTTPS call on provided.al2023'],
  ['slow-first-https', 'why is my first https request so slow?'],
  [
    'missing-library',
    './bootstrap: error while loading shared libraries: libgdiplus.so: cannot open shared object file',
  ],
  [
    'missing-library',
    "Unable to load shared library 'libfoo' or one of its dependencies. In order to help diagnose",
  ],
  ['apphost', 'You must install or update .NET to run this application.'],
  [
    'json-reflection-disabled',
    "Reflection-based serialization has been disabled for this application. Either use the source generator APIs or explicitly configure the 'JsonSerializerOptions.TypeInfoResolver' property.",
  ],
  ['json-type-missing', 'No JsonTypeInfo registered in LambdaJsonContext for type APIGatewayProxyRequest'],
  [
    'json-type-missing',
    "JsonTypeInfo metadata for type 'System.Uri' was not provided by TypeInfoResolver of type 'C'. If using source generation, ensure that all root types passed to the serializer have been annotated",
  ],
  ['missing-metadata', "MissingMetadataException: 'MyApp.Order' is missing metadata"],
  ['missing-metadata', 'System.MissingMethodException: No constructor was found'],
  ['missing-metadata', "No parameterless constructor defined for type 'MyApp.Order'."],
  [
    'missing-metadata',
    "'System.Linq.Expressions.Expression`1[System.Func`1[System.Int32]]' is missing native code or metadata. This can happen for code that is not compatible with trimming or AOT.",
  ],
  [
    'dynamic-code',
    'System.PlatformNotSupportedException: Dynamic code generation is not supported on this platform.',
  ],
  [
    'trim-warnings',
    "warning IL2104: Assembly 'Newtonsoft.Json' produced trim warnings. For more information see",
  ],
  ['trim-warnings', "IL3053: Assembly 'Newtonsoft.Json' produced AOT analysis warnings."],
  ['trim-warnings', 'IL3053 … AOT analysis warnings'],
  [
    'aot-warnings',
    "warning IL3050: Using member 'Expression.Lambda' which has 'RequiresDynamicCodeAttribute' can break functionality when AOT compiling.",
  ],
  [
    'json-type-missing',
    "Program.cs(7,66): error CS1061: 'FunctionJsonContext' does not contain a definition for 'QuoteRequest' and no accessible extension method",
  ],
  [
    'json-type-missing',
    "error CS0534: 'FunctionJsonContext' does not implement inherited abstract member 'JsonSerializerContext.GetTypeInfo(Type)' [/src/Real.csproj]",
  ],
  ['class-library', 'P.cs(1,1): error CS8805: Program using top-level statements must be an executable.'],
  ['class-library', "error : Native AOT applications must have output type 'exe'"],
  ['no-main', "error CS5001: Program does not contain a static 'Main' method suitable for an entry point"],
  [
    'framework-too-old',
    'error NETSDK1207: Ahead-of-time compilation is not supported for the target framework.',
  ],
  ['sdk-too-old', 'error NETSDK1045: The current .NET SDK does not support targeting .NET 10.0.'],
  [
    'no-compiler-package',
    'error NU1101: Unable to find package Microsoft.DotNet.ILCompiler. No packages exist',
  ],
  [
    'cross-os',
    'Microsoft.NETCore.Native.Publish.targets(63,5): error : Cross-OS native compilation is not supported.',
  ],
  [
    'no-linker',
    "error : Platform linker ('clang' or 'gcc') not found in PATH. Ensure you have all the required",
  ],
  ['missing-development-library', '/usr/bin/ld: cannot find -lz: No such file or directory'],
  ['missing-development-library', '/usr/bin/ld: cannot find -lgssapi_krb5'],
  ['missing-development-library', '/usr/bin/ld: cannot find -lstdc++'],
  ['missing-development-library', 'ld.lld: error: unable to find library -lz'],
  ['missing-start-files', '/usr/bin/ld: cannot find Scrt1.o: No such file or directory'],
  ['gcc-cannot-cross', 'gcc : error : unrecognized command-line option ‘--target=aarch64-linux-gnu’'],
  ['no-lld', "clang: error: invalid linker name in argument '-fuse-ld=lld'"],
  ['no-objcopy', "Symbol stripping tool ('llvm-objcopy') not found in PATH"],
  ['too-large', 'Unzipped size must be smaller than 262144000 bytes'],
  ['too-large', 'Zipped size must be smaller than 52428800 bytes'],
  ['too-large', 'RequestEntityTooLarge'],
  ['bad-zip', 'InvalidParameterValueException: Could not unzip uploaded file. Please check your file'],
  ['instruction-set', 'The required instruction sets are not supported by the current CPU'],
  ['dotnet-lambda-architecture', 'Host machine architecture (Arm64) differs from Lambda architecture (X64)'],
  ['role-not-assumable', 'The role defined for the function cannot be assumed by Lambda.'],
  [
    'update-in-progress',
    'ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource',
  ],
  [
    'runtime-blocked',
    'The runtime parameter of provided.al2 is no longer supported for creating or updating',
  ],
  ['function-url-forbidden', 'function URL answers 403'],
  [
    'function-url-forbidden',
    '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com"}',
  ],
  ['outside-lambda', 'System.UriFormatException: Invalid URI: The hostname could not be parsed.'],
  ['outside-lambda', 'AWS_LAMBDA_RUNTIME_API unset'],
  ['outside-lambda', 'This program runs inside AWS Lambda (AWS_LAMBDA_RUNTIME_API is not set).'],
  ['handler-unknown', 'The function\'s Handler setting is "orders"; this program has uppercase.'],
  ['timeout', 'Task timed out after 3.00 seconds'],
  ['out-of-memory', 'Runtime.ExitError: RequestId: 5f Error: Runtime exited with error: signal: killed'],
  ['out-of-memory', '{"errorType":"Runtime.ExitError","errorMessage":"signal: killed"}'],
  ['crash', 'RequestId: 5f Error: Runtime exited with error: signal: segmentation fault'],
  ['runtime-exit', 'RequestId: 5f Error: Runtime exited with error: exit status 134'],
  ['runtime-exit', 'Runtime exited without providing a reason'],
  ['response-too-large', 'Response payload size exceeded maximum allowed payload size (6291556 bytes).'],
  [
    'build-out-of-memory',
    'error MSB3073: The command ""/ilc" @"obj/native/bootstrap.ilc.rsp"" exited with code 137.',
  ],
  ['build-out-of-memory', 'build hangs or is killed'],
  ['qemu-crash', 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped'],
  ['no-emulation', 'exec /bin/sh: exec format error'],
  ['no-stack-trace', '   at <unknown>'],
  ['no-stack-trace', '   at bootstrap!<BaseAddress>+0x2c9315'],
  [
    'no-docker',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    'no-credentials',
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
  ],
  ['credentials-expired', 'ExpiredTokenException: The security token included in the request is expired'],
  [
    'access-denied',
    'User: arn:aws:iam::1:user/a is not authorized to perform: lambda:CreateFunction on resource',
  ],
];

/** Lines that every build and every function writes when all is well. */
const noise = [
  '  Determining projects to restore...',
  '  Restored /src/HelloNative/HelloNative.csproj (in 1.2 sec).',
  '  HelloNative -> /src/bin/Release/net10.0/linux-x64/bootstrap.dll',
  '  Generating native code',
  'START RequestId: 1f8c7e5a-2b9a-4a52-9d0e-5a1c3c1d9f10 Version: $LATEST',
  '2026-11-24T12:00:00.123Z info Handled 3 records for user "x" in 12 ms',
  '{"timestamp":"2026-11-24T12:00:00Z","level":"Information","message":"The quick brown fox"}',
  'END RequestId: 1f8c7e5a-2b9a-4a52-9d0e-5a1c3c1d9f10',
  'REPORT RequestId: 1f8c7e5a\tDuration: 1.82 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 25 MB',
  '',
  '  0 Warning(s)',
  '  0 Error(s)',
];
const logWith = (text: string, position: number, lines = 500) =>
  Array.from({ length: lines }, (_, at) => (at === position ? text : noise[at % noise.length])).join('\n');

describe('an error text is explained', () => {
  it.each(messages)('%s: %s', (id, text) => {
    const [first] = explain(text);
    expect(first).toMatchObject({ error: { id }, line: 1 });
  });

  it.each(messages)('%s inside of a log of 500 lines: %s', (id, text) => {
    const [first] = explain(logWith(text, 311));
    expect(first).toMatchObject({ error: { id }, line: 312 });
    expect(text).toContain(first?.excerpt.replace(/^…|…$/g, ''));
  });

  it('with the place in a long line', () => {
    const line = `{"a":"${'x'.repeat(500)}","message":"\u001b[31mTask timed out\u001b[0m after 3.00 seconds","b":"${'y'.repeat(500)}"}`;
    const [first] = explain(line);
    expect(first?.excerpt).toHaveLength(202);
    expect(first?.excerpt).toMatch(/^…x+","message":"Task timed out after 3\.00 seconds","b":"y+…$/);
  });

  it('by every entry of the catalogue at least once', () => {
    const explained = new Set(messages.map(([id]) => id));
    expect(knownErrors.map(({ id }) => id).filter((id) => !explained.has(id))).toEqual([]);
  });

  it.each([
    ['in colours', "\u001b[31mversion `GLIBC_2.38'\u001b[0m not found (required by /var/task/bootstrap)"],
    ['with typographic quotes', 'version ‘GLIBC_2.38’ not found (required by /var/task/bootstrap)'],
    ['within JSON', '{"message":"version \\"GLIBC_2.38\\" not found (required by /var/task/bootstrap)\\n"}'],
    ['in capitals and wide spaces', "VERSION   `GLIBC_2.38'  NOT FOUND (REQUIRED BY /var/task/bootstrap)"],
    ['with a carriage return', "a\r\nversion `GLIBC_2.38' not found (required by /var/task/bootstrap)\r\n"],
  ])('%s', (_how, text) => {
    expect(explain(text)[0]?.error.id).toBe('glibc-too-old');
  });
});

describe('a log with several errors', () => {
  it('puts the one that says most first', () => {
    const log = [
      "/var/task/bootstrap: /lib64/libc.so.6: version `GLIBC_2.38' not found (required by /var/task/bootstrap)",
      'INIT_REPORT Init Duration: 5.03 ms Phase: init Status: error Error Type: Runtime.ExitError',
      'RequestId: b22efbc3 Error: Runtime exited with error: exit status 1',
    ].join('\n');
    expect(explain(log).map(({ error, line }) => [error.id, line])).toEqual([
      ['glibc-too-old', 1],
      ['runtime-exit', 3],
    ]);
  });

  it('leaves out an error whose text is a part of a better one', () => {
    const log = "/x/tools/ilc: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /x/tools/ilc)";
    expect(explain(log).map(({ error }) => error.id)).toEqual(['sdk-on-al2']);
  });

  it('keeps it when it stands in another line', () => {
    const log = "./app: version `GLIBC_2.38' not found\n/x/tools/ilc: version `GLIBC_2.27' not found";
    expect(explain(log).map(({ error, line }) => [error.id, line])).toEqual([
      ['sdk-on-al2', 2],
      ['glibc-too-old', 1],
    ]);
  });

  it('names the first line of those that say the same', () => {
    const log = `${logWith('Task timed out after 3.00 seconds', 10, 20)}\nTask timed out after 3.00 seconds`;
    expect(explain(log)[0]?.line).toBe(11);
  });
});

describe('nothing is explained', () => {
  it.each([
    ['an empty text', ''],
    ['an unknown error', 'The flux capacitor is not charged.'],
    ['a log without errors', logWith('all is well', 3)],
    ['words of different lines', 'my function\nits url\nanswers 403'],
    ['a long line that happens to have the words of a symptom', `slow first https ${'x '.repeat(200)}`],
  ])('for %s', (_what, text) => {
    expect(explain(text)).toEqual([]);
  });
});

describe('a text of any size', () => {
  it('is read at its end, with the right line number', () => {
    const log = `${'noise\n'.repeat(400_000)}Task timed out after 3.00 seconds\n`;
    expect(explain(log)[0]).toMatchObject({ error: { id: 'timeout' }, line: 400_001 });
  });

  it.each([
    'a',
    ' ',
    '\\',
    "'",
    '"',
    '\u001b[',
    '\u001b]8;;',
    ';a',
    'GLIBC_',
    "version 'GLIBC_",
    '\n',
    'exec ',
  ])('of %j alone comes to an end', (piece) => {
    expect(explain(piece.repeat(1_000_000 / piece.length))).toBeInstanceOf(Array);
  });

  it('and of any characters gives matches with a line that exists', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...messages.map(([, m]) => m)))),
        (lines) => {
          const text = lines.join('\n');
          for (const { line, excerpt, score } of explain(text)) {
            expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
            expect(excerpt).toMatch(/^\P{Cc}+$/u);
            expect(score).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

describe('the catalogue', () => {
  const entries: readonly KnownError[] = knownErrors;

  it('has an id for each entry, once', () => {
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s says cause and fix in sentences',
    (_id, entry) => {
      for (const sentence of [entry.cause, entry.fix]) expect(sentence).toMatch(/^\S.*[^.]\.$/);
      expect(entry.title).not.toMatch(/\.$/);
      expect(entry.references.length).toBeGreaterThan(0);
      for (const reference of entry.references) expect(new URL(reference).protocol).toBe('https:');
    },
  );

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s is found by each of its own texts',
    (id, entry) => {
      for (const text of entry.texts) expect(explain(text).map(({ error }) => error.id)).toContain(id);
      for (const text of entry.symptoms ?? [])
        expect(explain(text).map(({ error }) => error.id)).toContain(id);
    },
  );
});
