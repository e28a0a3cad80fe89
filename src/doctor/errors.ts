/** An error that people meet on the way from C# to a running function, with what to do about it. */
export interface KnownError {
  /** A stable name in kebab case. */
  readonly id: string;
  readonly title: string;
  /**
   * How it looks: pieces of the message as tools print it. `…` stands for anything on the same line.
   * Letters' case, kinds of quotes and runs of spaces do not matter.
   */
  readonly texts: readonly string[];
  /** How people put it who have no message: words that all stand in one line, in any order. */
  readonly symptoms?: readonly string[];
  readonly cause: string;
  readonly mend: string;
  readonly references: readonly string[];
}

const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const dotnet = 'https://learn.microsoft.com/dotnet/core/deploying';

/** The catalogue, from the start of a function over its code and its build to the service. */
export const knownErrors = [
  {
    id: 'no-bootstrap',
    title: 'Lambda finds no bootstrap',
    texts: ["Couldn't find valid bootstrap(s)", 'Runtime.InvalidEntrypoint'],
    cause:
      'Nothing executable named "bootstrap" is in the root of the zip (or of a layer), or what is there was built for another system.',
    mend: 'Set <AssemblyName>bootstrap</AssemblyName>, zip the file itself and not its folder, and match the architecture: "make package" does all three, "lambda-nativeaot doctor dist/NAME.zip" tells which one failed.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'exec-format',
    title: 'The bootstrap is for another machine',
    texts: ['/var/task/bootstrap: exec format error', 'exec format error'],
    cause:
      'The program was built for the other architecture (e_machine in its ELF header), for Windows or macOS, or it is a script without a first line like #!/bin/sh.',
    mend: 'Publish with -r linux-x64 for x86_64 or -r linux-arm64 for arm64 ("make package ARCH=arm64"), or change the architecture of the function to what you built.',
    references: [`${lambda}/foundation-arch.html`],
  },
  {
    id: 'not-executable',
    title: 'The bootstrap is not executable',
    texts: ['fork/exec /var/task/bootstrap: permission denied', '/var/task/bootstrap: permission denied'],
    cause:
      'Its entry in the zip has no execute bit for everybody, which is usual for zips packed on Windows.',
    mend: 'Pack it with mode 0755 on Linux, macOS or WSL: "make zip" does.',
    references: [`${lambda}/troubleshooting-deployment.html`],
  },
  {
    id: 'no-loader',
    title: 'The interpreter of the bootstrap does not exist',
    texts: [
      'fork/exec /var/task/bootstrap: no such file or directory',
      '/var/task/bootstrap: no such file or directory',
    ],
    cause:
      'The file is there, but what should start it is not: the loader of musl (a build on Alpine), or an interpreter whose name ends in a carriage return (a script saved with CR LF).',
    mend: 'Build on a glibc distribution with -r linux-x64 or linux-arm64, not linux-musl; save scripts with LF line ends.',
    references: [`${lambda}/runtimes-provided.html`],
  },
  {
    id: 'glibc-too-old',
    title: 'The runtime has an older glibc than the build machine',
    texts: ["version 'GLIBC_…' not found (required by …bootstrap)", "version 'GLIBC_…' not found"],
    cause:
      'The program was linked on a distribution with a newer glibc than the runtime: provided.al2 has 2.26, provided.al2023 has 2.34.',
    mend: 'Link against an older glibc with "make package ZIG=1", "make package SYSROOT=DIR" or "make docker-package"; a function that opens no TLS connection may be linked statically with STATIC=1.',
    references: ['https://github.com/dotnet/runtime/issues/123204', `${lambda}/lambda-runtimes.html`],
  },
  {
    id: 'sdk-on-al2',
    title: 'The .NET 10 SDK does not run on Amazon Linux 2',
    texts: ["ilc: …version 'GLIBC_…' not found", "libcoreclr.so: …version 'GLIBC_…' not found"],
    symptoms: ['ilc glibc not found'],
    cause: 'The compiler of .NET 10 itself needs glibc 2.27, and Amazon Linux 2 has 2.26.',
    mend: 'Build on a newer distribution and link against a sysroot of Amazon Linux 2; Dockerfile.al2 ("make docker-package") does.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'glibcxx-too-old',
    title: 'The runtime has an older libstdc++ than the build machine',
    texts: ["version 'GLIBCXX_…' not found", "version 'CXXABI_…' not found"],
    cause:
      "A native library in the package was built with a newer C++ compiler than the runtime's library knows.",
    mend: 'Take a build of that library for an older distribution, or link it with -static-libstdc++.',
    references: ['https://gcc.gnu.org/onlinedocs/libstdc++/manual/abi.html'],
  },
  {
    id: 'no-icu',
    title: '.NET finds no ICU',
    texts: ["Couldn't find a valid ICU package installed on the system", 'aka.ms/dotnet-missing-libicu'],
    cause: 'provided.al2023 has no libicu, and the program was built with cultures.',
    mend: 'Set <InvariantGlobalization>true</InvariantGlobalization>, or ship ICU with the function (app-local ICU).',
    references: ['https://aka.ms/dotnet-missing-libicu'],
  },
  {
    id: 'icu-too-old',
    title: 'The ICU of the runtime is too old',
    texts: ['Cannot get symbol ucol_setMaxVariable… from libicui18n', 'Cannot get symbol … from libicu'],
    cause: 'provided.al2 has libicu 50, which lacks functions that .NET calls.',
    mend: 'Set <InvariantGlobalization>true</InvariantGlobalization>, or ship ICU with the function (app-local ICU).',
    references: ['https://learn.microsoft.com/dotnet/core/extensions/globalization-icu'],
  },
  {
    id: 'invariant-culture',
    title: 'A culture is used in globalization-invariant mode',
    texts: ['Only the invariant culture is supported in globalization-invariant mode'],
    cause: 'InvariantGlobalization is on, and the code asks for a culture by name.',
    mend: 'Use CultureInfo.InvariantCulture, or turn InvariantGlobalization off and ship ICU with the function.',
    references: ['https://aka.ms/GlobalizationInvariantMode'],
  },
  {
    id: 'no-openssl',
    title: '.NET finds no OpenSSL that it can use',
    texts: ['No usable version of libssl was found'],
    cause:
      'libssl is absent or too old for this .NET, another libssl lies in the package or in a layer, or the program is linked statically and cannot open libraries.',
    mend: 'Use provided.al2023 (OpenSSL 3), do not ship libssl, and build without STATIC=1 where TLS or hashes are needed.',
    references: ['https://github.com/dotnet/core/blob/main/release-notes/10.0/os-packages.md'],
  },
  {
    id: 'slow-first-https',
    title: 'The first HTTPS call is slow on provided.al2023',
    texts: ['slow first HTTPS call on provided.al2023'],
    symptoms: ['slow first https', 'slow https cold start', 'slow first tls'],
    cause:
      'Before .NET 9 the certificate store of Amazon Linux 2023 is read twice, as a file and as a folder.',
    mend: 'Target net9.0 or later, or set the environment variable SSL_CERT_FILE to a file that does not exist.',
    references: ['https://github.com/aws/aws-lambda-dotnet/pull/1661'],
  },
  {
    id: 'missing-library',
    title: 'A shared library is not in the runtime',
    texts: [
      'error while loading shared libraries',
      'Unable to load shared library … or one of its dependencies',
      'System.DllNotFoundException',
    ],
    cause: 'The program is linked to a library, or opens one, that the runtime does not have.',
    mend: 'Put the library (built for the same architecture and glibc) into lib/ of the zip, or link it statically; "lambda-nativeaot doctor dist/NAME.zip" lists what is missing.',
    references: [`${lambda}/runtimes-provided.html`],
  },
  {
    id: 'apphost',
    title: 'The program looks for an installed .NET',
    texts: [
      'You must install or update .NET to run this application',
      'You must install .NET to run this application',
      'The required library libhostfxr',
    ],
    cause:
      'The bootstrap is the launcher of a framework-dependent build: PublishAot was off, or "dotnet build" ran instead of "dotnet publish".',
    mend: 'Set <PublishAot>true</PublishAot> and publish: "make package".',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'json-reflection-disabled',
    title: 'JSON without type information',
    texts: ['Reflection-based serialization has been disabled for this application'],
    cause:
      'JsonSerializer was called without a JsonTypeInfo; under NativeAOT it cannot look at types at run time.',
    mend: 'Pass the type information of a JsonSerializerContext: JsonSerializer.Serialize(value, MyJsonContext.Default.MyType).',
    references: [
      'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation',
    ],
  },
  {
    id: 'json-type-missing',
    title: 'A type is missing in the JsonSerializerContext',
    texts: [
      'No JsonTypeInfo registered in … for type',
      'JsonTypeInfo metadata for type … was not provided by TypeInfoResolver',
      'JsonTypeInfo metadata for type … was not provided',
      "JsonContext' does not contain a definition for",
      "does not implement inherited abstract member 'JsonSerializerContext.",
    ],
    cause: 'The context was generated without this type, often because the handler declares another one.',
    mend: 'Add [JsonSerializable(typeof(T))] for the declared type of the handler: T itself, not Task<T>, and base types that are serialized as such.',
    references: [
      'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation',
    ],
  },
  {
    id: 'missing-metadata',
    title: 'Reflection on code that was trimmed away',
    texts: [
      "MissingMetadataException: '…' is missing metadata",
      'MissingMetadataException',
      'is missing native code or metadata',
      'System.MissingMethodException',
      'MissingMethodException',
      'No parameterless constructor defined for type',
    ],
    cause:
      'Something looks up a type or a member at run time that nothing in the program mentions, so it was not compiled.',
    mend: 'Prefer a source generator; else keep the type with [DynamicDependency], a TrimmerRootDescriptor or an rd.xml (RdXmlFile), and mind the trim warnings of the build.',
    references: ['https://aka.ms/nativeaot-compatibility', `${dotnet}/trimming/fixing-warnings`],
  },
  {
    id: 'dynamic-code',
    title: 'Code is generated at run time',
    texts: [
      'Dynamic code generation is not supported on this platform',
      'System.Reflection.Emit is not supported',
    ],
    cause:
      'Reflection.Emit and compiled expressions need a JIT; NativeAOT has none. Mocking, mapping and proxy libraries are the usual callers.',
    mend: 'Replace the library by one that uses source generators.',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'trim-warnings',
    title: 'A dependency is not safe to trim',
    texts: [
      'IL2104: Assembly … produced trim warnings',
      'IL3053: Assembly … produced AOT analysis warnings',
      'IL3053 … AOT analysis warnings',
      'warning IL2104',
      'warning IL3053',
    ],
    cause:
      'The assembly uses reflection or dynamic code that the compiler cannot follow; it may fail at run time.',
    mend: 'Publish with -p:TrimmerSingleWarn=false to see the single warnings, then upgrade or replace the package.',
    references: [`${dotnet}/trimming/fixing-warnings`],
  },
  {
    id: 'aot-warnings',
    title: 'Your code calls what NativeAOT cannot compile',
    texts: [
      "which has 'RequiresDynamicCodeAttribute' can break functionality when AOT compiling",
      "which has 'RequiresUnreferencedCodeAttribute' can break functionality when trimming",
    ],
    cause:
      'The member is marked as depending on a JIT (IL3050) or on members that trimming may remove (IL2026).',
    mend: 'Call the overload with type information or the source-generated counterpart; the line of the warning tells where.',
    references: ['https://aka.ms/nativeaot-compatibility'],
  },
  {
    id: 'class-library',
    title: 'The project is a class library',
    texts: [
      "Native AOT applications must have output type 'exe'",
      'CS8805: Program using top-level statements must be an executable',
    ],
    cause: 'A Lambda class library has no entry point; a custom runtime is a program.',
    mend: 'Set <OutputType>Exe</OutputType> and write a Main that starts the runtime: "lambda-nativeaot convert" does.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'no-main',
    title: 'The program has no Main',
    texts: ["CS5001: Program does not contain a static 'Main' method"],
    cause: 'OutputType is Exe, and no file has a Main or top-level statements.',
    mend: 'Add a Program.cs that starts the runtime: "lambda-nativeaot convert" does.',
    references: ['https://learn.microsoft.com/dotnet/csharp/misc/cs5001'],
  },
  {
    id: 'framework-too-old',
    title: 'The framework is too old for NativeAOT',
    texts: ['NETSDK1207', 'Ahead-of-time compilation is not supported for the target framework'],
    cause: 'The SDK compiles net7.0 and later ahead of time, not net6.0 or older.',
    mend: 'Target net8.0 or later (net10.0 has the longest support).',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'sdk-too-old',
    title: 'The SDK is older than the framework',
    texts: ['NETSDK1045', 'The current .NET SDK does not support targeting .NET'],
    cause: 'The installed SDK, or the one that global.json picks, does not know the TargetFramework.',
    mend: 'Install the SDK of that .NET version ("dotnet --list-sdks" shows what there is), or lower TargetFramework.',
    references: ['https://aka.ms/dotnet/download'],
  },
  {
    id: 'no-compiler-package',
    title: "NuGet does not find .NET's native compiler",
    texts: [
      'Unable to find package Microsoft.DotNet.ILCompiler',
      'Unable to find package runtime.linux-…Microsoft.DotNet.ILCompiler',
      'Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT',
    ],
    cause:
      'Publishing with PublishAot restores the compiler as a package, and the configured sources do not have it for this system.',
    mend: 'Add a source that has it to nuget.config, or publish for a runtime identifier that the source serves.',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'cross-os',
    title: 'The build machine is not Linux',
    texts: ['Cross-OS native compilation is not supported'],
    cause: 'NativeAOT uses the linker of the machine, so Windows and macOS cannot make Linux programs.',
    mend: 'Build in WSL, in a container ("make docker-package") or in CI on Linux.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-linker',
    title: 'There is no C toolchain',
    texts: ["Platform linker ('…') not found in PATH", 'Platform linker not found'],
    cause: 'NativeAOT links with clang or gcc, and neither is installed.',
    mend: 'Install clang and the development files of zlib (Debian and Ubuntu: clang zlib1g-dev; Fedora and Amazon Linux: clang zlib-devel).',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'missing-development-library',
    title: 'A development library is missing',
    texts: [
      'cannot find -lz',
      'cannot find -lgssapi_krb5',
      'cannot find -lstdc++',
      'cannot find -lssl',
      'cannot find -lcrypto',
      'ld: cannot find -l',
      'ld.lld: error: unable to find library -l',
    ],
    cause: 'The linker needs the development package of a library, for the target architecture.',
    mend: 'Install it: zlib1g-dev or zlib-devel for -lz, libkrb5-dev or krb5-devel for -lgssapi_krb5, g++ or gcc-c++ for -lstdc++, libssl-dev or openssl-devel for -lssl.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'missing-start-files',
    title: 'The C library of the target is missing',
    texts: [
      'cannot find crt1.o',
      'cannot find Scrt1.o',
      'cannot open crt1.o',
      'cannot open Scrt1.o',
      'cannot find crti.o',
    ],
    cause: 'The linker has no libc for the target: no libc development package, or an incomplete sysroot.',
    mend: 'Install libc6-dev (for arm64 from x64 libc6-dev-arm64-cross), or complete the folder that SYSROOT names.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'gcc-cannot-cross',
    title: 'gcc cannot build for another architecture',
    texts: ["unrecognized command-line option '--target="],
    cause:
      ".NET passes clang's --target when it builds for the other architecture, and clang is not installed, so gcc gets it.",
    mend: 'Install clang (with gcc-aarch64-linux-gnu and libc6-dev-arm64-cross for arm64), or use "make package ARCH=arm64 ZIG=1".',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-lld',
    title: 'lld is not installed',
    texts: ["invalid linker name in argument '-fuse-ld=lld'", "cannot find 'ld.lld'", "cannot find 'lld'"],
    cause: 'LinkerFlavor is lld, which linking against a sysroot needs, and the linker is not there.',
    mend: 'Install lld, or leave LinkerFlavor out when no sysroot is used.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'no-objcopy',
    title: 'There is no tool to strip symbols',
    texts: ["Symbol stripping tool ('…') not found in PATH"],
    cause: 'StripSymbols is on (the default), and neither llvm-objcopy nor objcopy is installed.',
    mend: 'Install llvm or binutils, name the tool with -p:ObjCopyName=objcopy, or set StripSymbols to false and run "strip" yourself.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'too-large',
    title: 'The package is too large',
    texts: [
      'Unzipped size must be smaller than … bytes',
      'Zipped size must be smaller than … bytes',
      'RequestEntityTooLarge',
      'Request must be smaller than … bytes',
    ],
    cause: 'Symbols (.dbg) or the whole publish folder are in the zip, or the function is really that large.',
    mend: 'Pack the stripped bootstrap alone ("make package"); zips of 50 MB and more go through S3, and 250 MB unpacked is the end.',
    references: [`${lambda}/gettingstarted-limits.html`],
  },
  {
    id: 'bad-zip',
    title: 'Lambda cannot unpack the zip',
    texts: [
      'Could not unzip uploaded file',
      'Uploaded file must be a non-empty zip',
      'InvalidZipFileException',
    ],
    cause: 'The file is cut off, is no zip, or its entries have absolute names or an unusual compression.',
    mend: 'Pack again with "make zip"; "lambda-nativeaot doctor FILE.zip" tells what is wrong with it.',
    references: [`${lambda}/troubleshooting-deployment.html`],
  },
  {
    id: 'instruction-set',
    title: 'The processor lacks instructions that the program was built for',
    texts: [
      'The required instruction sets are not supported by the current CPU',
      'signal: illegal instruction',
      'Illegal instruction (core dumped)',
    ],
    cause: 'IlcInstructionSet is newer than the machine; "native" takes whatever the build machine has.',
    mend: 'Lower IlcInstructionSet: x86-64-v3 for x86_64 and armv8.2-a for arm64 run on all of Lambda.',
    references: [`${dotnet}/native-aot/optimizing`],
  },
  {
    id: 'dotnet-lambda-architecture',
    title: 'dotnet lambda refuses to build for another architecture',
    texts: ['Host machine architecture (…) differs from Lambda architecture (…)'],
    cause: 'Amazon.Lambda.Tools compiles ahead of time for the architecture of its own machine alone.',
    mend: 'Cross-build with "make package ARCH=arm64 ZIG=1" and deploy that zip, or build on a machine of that architecture.',
    references: ['https://github.com/aws/aws-extensions-for-dotnet-cli'],
  },
  {
    id: 'role-not-assumable',
    title: 'Lambda may not use the role',
    texts: ['The role defined for the function cannot be assumed by Lambda'],
    cause:
      'The role is a few seconds old and not yet known everywhere, or its trust policy does not name Lambda.',
    mend: 'Try again after ten seconds; else let lambda.amazonaws.com assume the role (sts:AssumeRole) in its trust policy.',
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
    mend: 'Wait until LastUpdateStatus is Successful ("aws lambda wait function-updated-v2"); "lambda-nativeaot deploy" waits.',
    references: [`${lambda}/functions-states.html`],
  },
  {
    id: 'runtime-blocked',
    title: 'The runtime is no longer supported',
    texts: ['The runtime parameter of … is no longer supported'],
    cause: 'AWS has deprecated this runtime and no longer lets functions be created with it, or updated.',
    mend: 'Move to provided.al2023 (glibc 2.34, OpenSSL 3, no ICU).',
    references: [`${lambda}/lambda-runtimes.html`],
  },
  {
    id: 'function-url-forbidden',
    title: 'The function URL answers 403',
    texts: ['troubleshooting Function URL authorization issues', 'function URL answers 403'],
    symptoms: ['function url 403', 'function url forbidden'],
    cause:
      'Since October 2025 a public URL needs two permissions, and one of them is missing; or the URL wants signed requests.',
    mend: 'Allow lambda:InvokeFunctionUrl with FunctionUrlAuthType NONE, and lambda:InvokeFunction with InvokedViaFunctionUrl true, to everybody.',
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
    mend: 'Run it behind the emulator: "lambda-nativeaot local" or "make local".',
    references: [`${lambda}/runtimes-api.html`],
  },
  {
    id: 'handler-unknown',
    title: 'The Handler setting names no handler',
    texts: ["The function's Handler setting is …; this program has"],
    cause:
      'One executable holds several handlers, and the Handler setting of the function picks none of them.',
    mend: 'Set the Handler to one of the names in the message, or deploy with "lambda-nativeaot deploy", which sets it.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'timeout',
    title: 'The function ran out of time',
    texts: ['Task timed out after … seconds', 'Sandbox.Timedout'],
    cause:
      'The timeout (3 seconds unless set) passed: a slow call, a slow cold start, or a handler that never answers.',
    mend: 'Raise the timeout, and measure the start with "lambda-nativeaot cold-start"; more memory also means more processor.',
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
    mend: 'Raise MemorySize; "Max Memory Used" in the REPORT line shows how much it takes.',
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
      'An exception that nobody caught ends the process (aborted), or native code wrote where it must not (segmentation fault).',
    mend: 'Read the lines before this one in the log for the exception; run the same event with "lambda-nativeaot invoke" to see it here.',
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
    mend: 'Look at what the program wrote to standard error before it ended.',
    references: [`${lambda}/troubleshooting-invocation.html`],
  },
  {
    id: 'response-too-large',
    title: 'The response is too large',
    texts: ['Response payload size exceeded maximum allowed payload size', 'Function.ResponseSizeTooLarge'],
    cause: 'A buffered response may have 6 MB.',
    mend: 'Stream the response, or put it into S3 and answer with a link.',
    references: [`${lambda}/gettingstarted-limits.html`],
  },
  {
    id: 'build-out-of-memory',
    title: 'The native compiler ran out of memory',
    texts: ['error MSB3073…exited with code 137', 'exited with code 137'],
    symptoms: ['build hangs', 'build killed', 'publish hangs', 'publish killed'],
    cause: 'ilc needs up to 8 GB for large programs, and the kernel or the container killed it.',
    mend: 'Give the machine or the container 8 GB and more, and run fewer builds at once.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'qemu-crash',
    title: '.NET crashes under qemu',
    texts: ['qemu: uncaught target signal'],
    cause:
      'A container of another platform runs its programs under qemu, which the .NET SDK does not survive.',
    mend: 'Cross-build on the machine itself: "make package ARCH=arm64 ZIG=1", or SYSROOT with clang.',
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
    mend: 'Cross-build on the machine itself: "make package ARCH=arm64 ZIG=1", or SYSROOT with clang.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-stack-trace',
    title: 'The stack trace has no names',
    texts: ['at <unknown>', '!<BaseAddress>+0x'],
    cause: 'StackTraceSupport is off, so the program carries no names of methods.',
    mend: 'Set <StackTraceSupport>true</StackTraceSupport> while you look for the fault.',
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
    mend: 'Start Docker, or build without it: "make package ZIG=1" or "make package SYSROOT=DIR".',
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
    mend: 'Run "aws configure sso" or "aws login", or name a profile with AWS_PROFILE.',
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
    mend: 'Sign in again ("aws sso login"), and look for stale AWS_SESSION_TOKEN variables.',
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
    mend: 'Allow the action; to create a function it takes iam:PassRole on the role of the function as well.',
    references: [`${lambda}/access-control-identity-based.html`],
  },
] as const satisfies readonly KnownError[];
