import { expect, it } from 'vitest';
import { knownErrors } from '../../src/doctor/errors/catalogue.ts';
import { explain } from '../../src/doctor/explain.ts';

/** Texts of other kinds that share words, codes or numbers with the known ones. */
const neighbours = [
  // An HTTP call of the function, not NuGet.
  'System.Net.Http.HttpRequestException: Response status code does not indicate success: 401 (Unauthorized).',
  'Error response from daemon: unauthorized: Your request could not be authenticated by the GitHub Packages service. Please ensure your access token is valid and has the appropriate scopes configured.',
  // Messages of programs that call other things methods, assemblies and layers.
  "McpError: MCP error -32601: Method not found: 'tools/list'",
  "[Unity] Failed to load assembly 'Assembly-CSharp' because of Burst",
  'Could not create the layers of the model: 262144000 bytes are not available',
  "System.TypeLoadException: Method 'get_Features' in type 'Orders.Server' does not have an implementation.",
  "System.ArgumentNullException: Value cannot be null. (Parameter 'requestUri')",
  'Missing deps.json file. Skipping flattening runtime folder because  is an unrecognized format',
  // Files that are not there, without a space, a Windows drive or exports.
  "clang: error: no such file or directory: 'main.c'",
  "llvm-objcopy: error: '/src/bin/bootstrap': No such file or directory",
  'objcopy: plain: file format not recognized',
  "System.UnauthorizedAccessException: Access to the path '/var/task/cache' is denied.",
  '/src/a.csproj : error MSB3021: Die Datei "a" konnte nicht in "/src/bin/a" kopiert werden.',
  // Another exit code, with 137 in a version, a name or the path of the project.
  'error MSB3073: Der Befehl ""/root/8.0.137/tools/ilc" @"obj/137/app137.ilc.rsp"" wurde mit dem Code 1 beendet. [/src/build 137/a.csproj]',
  'error MSB3073: The command ""/x/tools/ilc" @"obj/native/a.ilc.rsp"" exited with code 1370.',
  'error MSB3073: The command "clang" "obj/native/a.o"" exited with code 1.',
  // AWS: the sentence alone decides, not the name of the exception's neighbours.
  'An error occurred (UnauthorizedOperation) when calling the DescribeInstances operation: You are not authorized to perform this operation.',
  'An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: arn:aws:lambda:eu-west-1:123456789012:function:orders',
  'BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.',
  'NETSDK1057: You are using a preview version of .NET. See: https://aka.ms/dotnet-support-policy',
  'Updated global.json: A compatible version of the .NET SDK was found.',
  "Writing assets file to disk. Path: /src/obj/project.assets.json, cache '/home/linux-user/net8'",
];

it.each(neighbours)('nothing is known of: %s', (text) => {
  expect(explain(text)).toEqual([]);
});

/** Texts that a known entry explains, and another, similar one must not. */
const others: readonly (readonly [text: string, is: string, isNot: string])[] = [
  [
    "/var/task/bootstrap: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/bootstrap)",
    'glibc-too-old',
    'self-contained-jit',
  ],
  [
    'User: arn:aws:sts::123456789012:assumed-role/orders/orders is not authorized to perform: ec2:DescribeInstances',
    'access-denied',
    'vpc-permissions',
  ],
  [
    'User: arn:aws:sts::123456789012:assumed-role/orders/orders is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:123456789012:key/1',
    'access-denied',
    'kms-denied',
  ],
  [
    'An error occurred (InvalidParameterValueException) when calling the PublishLayerVersion operation: Unzipped size must be smaller than 262144000 bytes',
    'too-large',
    'too-large-with-layers',
  ],
  [
    'System.MissingMethodException: Cannot dynamically create an instance of type "Orders.Rules". Reason: No parameterless constructor defined.',
    'missing-metadata',
    'version-conflict',
  ],
  [
    'Your access has been denied by EC2, please make sure your function execution role have permission to CreateNetworkInterface. EC2 Error Code: UnauthorizedOperation.',
    'vpc-role',
    'vpc-permissions',
  ],
  ["Symbol stripping tool ('objcopy') not found in PATH.", 'no-objcopy', 'foreign-objcopy'],
  [
    'fork/exec /var/task/bootstrap: permission denied\nRuntime.InvalidEntrypoint',
    'not-executable',
    'no-bootstrap',
  ],
];

it.each(others)('%s is %s, not %s', (text, is, isNot) => {
  const ids = explain(text).map(({ error }) => error.id);
  expect(ids[0]).toBe(is);
  expect(ids).not.toContain(isNot);
  expect(knownErrors.map(({ id }) => id)).toContain(isNot);
});
