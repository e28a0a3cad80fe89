import type { Captured } from './captured.ts';

/** CloudWatch, "dotnet lambda invoke-function", Lambda's emulator, and what the dynamic linker and .NET say at the start. */
export const capturedStarts: readonly Captured[] = [
  [
    'no-bootstrap',
    'time="2021-05-17T16:52:48.278" level=error msg="Init failed" InvokeID= error="Couldn\'t find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap /var/runtime/bootstrap]"',
  ],
  [
    'no-bootstrap',
    '{ "errorType": "Runtime.InvalidEntrypoint", "errorMessage": "RequestId: 4dc6fcf5-7db2-4854-bba7-abae8038ef8f Error: Couldn\'t find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]" }',
  ],
  [
    'exec-format',
    'RequestId: 0e1b1c6a-3b0c-4d36-9d52-3f1d3d5a2c11 Error: fork/exec /var/task/bootstrap: exec format error\nRuntime.InvalidEntrypoint',
  ],
  ['exec-format', 'bash: ./bootstrap: cannot execute binary file: Exec format error'],
  [
    'not-executable',
    '"errorMessage": "RequestId: 2116dccb-b137-4079-8c59-c3a66ac112f1 Error: Runtime failed to start: fork/exec /var/task/bootstrap: permission denied"',
  ],
  [
    'not-executable',
    'time="2020-12-21T22:59:19.311" level=error msg="Init failed" InvokeID= error="fork/exec /var/task/bootstrap: permission denied"\ntime="2020-12-21T22:59:19.311" level=error msg="INIT DONE failed: Runtime.InvalidEntrypoint"',
  ],
  [
    'no-loader',
    'RequestId: 6ae5d0b1-6a0e-4a8f-8f0a-0f5f1a2e7b1c Error: fork/exec /var/task/bootstrap: no such file or directory\nRuntime.InvalidEntrypoint',
  ],
  // aws/aws-lambda-dotnet#1706: dotnet8 with a native package, and #243, #649: the same question in other words.
  [
    'managed-runtime',
    'Error: .NET binaries for Lambda function are not correctly installed in the /var/task directory of the image when the image was built. The /var/task directory is missing the required .deps.json file.',
  ],
  [
    'managed-runtime',
    '{\n  "errorType": "LambdaException",\n  "errorMessage": "Could not find the required \'Orders.deps.json\'.  This file should be present at the root of the deployment package."\n}',
  ],
  ['managed-runtime', "Unable to load type 'Orders.Function' from assembly 'bootstrap'."],
  [
    'apphost',
    'You must install .NET to run this application.\n\nApp: /var/task/bootstrap\nArchitecture: x64\nApp host version: 8.0.4\n.NET location: Not found',
  ],
  // aws/aws-lambda-dotnet#1310 and dotnet/runtime#75622.
  [
    'self-contained-jit',
    "Failed to load /var/task/libcoreclr.so, error: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/libcoreclr.so)",
  ],
  [
    'self-contained-jit',
    "Failed to load /var/task/libcoreclr.so, error: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/libcoreclr.so)\nRequestId: 7d1a3f0e-5b8a-4d2a-8d4b-2f4d1c9a7e55 Error: Runtime exited with error: signal: segmentation fault\nRuntime.ExitError",
  ],
  [
    'self-contained-jit',
    "Failed to load /var/task/libhostfxr.so, error: /lib64/libc.so.6: version `GLIBC_2.28' not found (required by /var/task/libhostfxr.so)",
  ],
  [
    'glibc-too-old',
    "/var/task/bootstrap: /lib64/libc.so.6: version `GLIBC_2.28' not found (required by /var/task/bootstrap)",
  ],
  [
    'glibc-too-old',
    "/var/task/bootstrap: /lib64/libc.so.6: version `GLIBC_2.25' not found (required by /var/task/lib/libimage.so)",
  ],
  [
    'sdk-on-al2',
    "Failed to load /usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/libcoreclr.so, error: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/libcoreclr.so)",
  ],
  [
    'glibcxx-too-old',
    "./HelloWorld: /lib64/libstdc++.so.6: version `GLIBCXX_3.4.21' not found (required by ./HelloWorld)",
  ],
  [
    'no-icu',
    "Process terminated. Couldn't find a valid ICU package installed on the system. Please install libicu (or icu-libs) using your package manager and try again. Alternatively you can set the configuration flag System.Globalization.Invariant to true if you want to run with no globalization support. Please see https://aka.ms/dotnet-missing-libicu for more information.",
  ],
  [
    'icu-too-old',
    'Cannot get symbol ucol_setMaxVariable_50 from libicui18n\nError: /lib64/libicui18n.so.50: undefined symbol: ucol_setMaxVariable_50\nAborted',
  ],
  [
    'invariant-culture',
    "System.Globalization.CultureNotFoundException: Only the invariant culture is supported in globalization-invariant mode. See https://aka.ms/GlobalizationInvariantMode for more information. (Parameter 'name')",
  ],
  ['no-openssl', 'No usable version of libssl was found\nzsh: abort      dotnet build'],
  // PowerShell/PowerShell#15411, dotnet/cli#7882 and dotnet/cli#7633.
  ['openssl-function', 'Cannot get required symbol EVP_rc2_cbc from libssl'],
  ['openssl-function', "Cannot get required symbol TLSv1_1_method from libssl\nAborted (`core' generado)"],
  ['openssl-function', 'Cannot get required symbol ECDSA_sign from libssl\nAborted (core dumped)'],
  ['slow-first-https', 'Our first HTTPS request on provided.al2023 is significantly slow'],
  [
    'missing-library',
    "System.DllNotFoundException: Unable to load shared library 'libfoo' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: ",
  ],
  [
    'managed-runtime',
    "Amazon.Lambda.RuntimeSupport.ExceptionHandling.LambdaValidationException: Could not find the specified handler assembly with the file name 'Orders, Culture=neutral, PublicKeyToken=null'. The assembly should be located in the root of your uploaded .zip file.",
  ],
  ['managed-runtime', 'Error: executable assembly /var/task/bootstrap.dll was not found.'],
];
