import { defaultRuntime, runtimeFacts, runtimes } from '../../platform/runtimes.ts';
import { dotnet, type KnownError, lambda } from './known-error.ts';

/** From the upload to the first line of Main: what keeps a bootstrap from starting. */
export const startErrors = [
  {
    id: 'no-bootstrap',
    title: 'Lambda finds no bootstrap',
    texts: ["Couldn't find valid bootstrap(s)", 'Runtime.InvalidEntrypoint'],
    cause:
      'Nothing executable named "bootstrap" is in the root of the zip (or of a layer), or what is there was built for another system.',
    fix: 'Set <AssemblyName>bootstrap</AssemblyName>, zip the file itself and not its folder, and match the architecture: "lambda-nativeaot build" does all three, "lambda-nativeaot doctor dist/NAME.zip" tells which one failed.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'exec-format',
    title: 'The bootstrap is for another machine',
    texts: ['/var/task/bootstrap: exec format error', 'exec format error'],
    replaces: ['no-bootstrap'],
    cause:
      'The program was built for the other architecture (e_machine in its ELF header), for Windows or macOS, or it is a script without a first line like #!/bin/sh.',
    fix: 'Publish with -r linux-x64 for x86_64 or -r linux-arm64 for arm64 ("lambda-nativeaot build --architecture arm64"), or change the architecture of the function to what you built.',
    references: [`${lambda}/foundation-arch.html`],
  },
  {
    id: 'not-executable',
    title: 'The bootstrap is not executable',
    texts: ['fork/exec /var/task/bootstrap: permission denied', '/var/task/bootstrap: permission denied'],
    replaces: ['no-bootstrap'],
    cause:
      'Its entry in the zip has no execute bit for everybody, which is usual for zips packed on Windows.',
    fix: 'Pack it with mode 0755 on Linux, macOS or WSL: "make zip" does.',
    references: [`${lambda}/troubleshooting-deployment.html`],
  },
  {
    id: 'no-loader',
    title: 'The interpreter of the bootstrap does not exist',
    texts: [
      'fork/exec /var/task/bootstrap: no such file or directory',
      '/var/task/bootstrap: no such file or directory',
    ],
    replaces: ['no-bootstrap'],
    cause:
      'The file is there, but what should start it is not: the loader of musl (a build on Alpine), or an interpreter whose name ends in a carriage return (a script saved with CR LF).',
    fix: 'Build on a glibc distribution with -r linux-x64 or linux-arm64, not linux-musl; save scripts with LF line ends.',
    references: [`${lambda}/runtimes-provided.html`],
  },
  {
    id: 'managed-runtime',
    title: 'A native program runs on a managed .NET runtime',
    texts: [
      'directory is missing the required .deps.json file',
      "Could not find the required '….deps.json'",
      "Unable to load type '…' from assembly 'bootstrap'",
      'directory is missing the required .runtimeconfig.json file',
      'Could not find the specified handler assembly with the file name',
      'executable assembly /var/task/…was not found',
    ],
    cause:
      'The runtime of the function is dotnet8 or dotnet10, and its Handler names a class (Assembly::Type::Method), so Lambda looks for an assembly that a native package does not have.',
    fix: `Set the runtime to ${defaultRuntime} ("lambda-nativeaot deploy" does). To stay on the managed runtime, set the Handler to the name of the executable alone: bootstrap.`,
    references: [
      'https://github.com/aws/aws-lambda-dotnet/issues/1706',
      'https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html',
    ],
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
    fix: 'Set <PublishAot>true</PublishAot> and publish: "lambda-nativeaot build".',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'self-contained-jit',
    title: 'A self-contained program with the JIT does not start on Amazon Linux 2',
    texts: [
      'Failed to load /var/task/libcoreclr.so, …GLIBC_…not found',
      "version 'GLIBC_…' not found (required by /var/task/libcoreclr.so)",
      "version 'GLIBC_…' not found (required by /var/task/libclrjit.so)",
      "version 'GLIBC_…' not found (required by /var/task/libhostfxr.so)",
      "version 'GLIBC_…' not found (required by /var/task/libhostpolicy.so)",
      "version 'GLIBC_…' not found (required by /var/task/libSystem.Native.so)",
      "version 'GLIBCXX_…' not found (required by /var/task/libcoreclr.so)",
    ],
    replaces: ['glibc-too-old', 'sdk-on-al2', 'glibcxx-too-old'],
    cause: `The zip contains the runtime of .NET (libcoreclr.so), which Microsoft built for a newer glibc; provided.al2 has ${runtimeFacts['provided.al2'].glibc}. Linking again cannot change that file.`,
    fix: `Publish with <PublishAot>true</PublishAot> ("lambda-nativeaot build"), or change the runtime of the function to ${defaultRuntime}.`,
    references: [
      'https://github.com/aws/aws-lambda-dotnet/issues/1310',
      'https://github.com/dotnet/runtime/issues/75622',
    ],
  },
  {
    id: 'glibc-too-old',
    title: 'The runtime has an older glibc than the build machine',
    texts: ["version 'GLIBC_…' not found (required by …bootstrap)", "version 'GLIBC_…' not found"],
    cause: `The program was linked on a distribution with a newer glibc than the runtime: ${runtimes
      .map((name) => `${name} has ${runtimeFacts[name].glibc}`)
      .join(', ')}.`,
    fix: 'Link against an older glibc with "lambda-nativeaot build" and --zig, --sysroot DIR or --docker; a function that opens no TLS connection may be linked with --static.',
    references: ['https://github.com/dotnet/runtime/issues/123204', `${lambda}/lambda-runtimes.html`],
  },
  {
    id: 'sdk-on-al2',
    title: 'The SDK of .NET 10 and later does not run on Amazon Linux 2',
    texts: [
      "ilc: …version 'GLIBC_…' not found",
      "libcoreclr.so: …version 'GLIBC_…' not found",
      "version 'GLIBC_…' not found (required by …/shared/Microsoft.NETCore.App/",
    ],
    symptoms: ['ilc glibc not found'],
    cause: 'The compiler of .NET 10 and later itself needs glibc 2.27, and Amazon Linux 2 has 2.26.',
    fix: 'Build on a newer distribution and link against a sysroot of Amazon Linux 2; Dockerfile.al2 ("lambda-nativeaot build --docker") does.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'glibcxx-too-old',
    title: 'The runtime has an older libstdc++ than the build machine',
    texts: ["version 'GLIBCXX_…' not found", "version 'CXXABI_…' not found"],
    cause:
      "A native library in the package was built with a newer C++ compiler than the runtime's library knows.",
    fix: 'Take a build of that library for an older distribution, or link it with -static-libstdc++.',
    references: ['https://gcc.gnu.org/onlinedocs/libstdc++/manual/abi.html'],
  },
  {
    id: 'no-icu',
    title: '.NET finds no ICU',
    texts: ["Couldn't find a valid ICU package installed on the system", 'aka.ms/dotnet-missing-libicu'],
    cause: 'provided.al2023 has no libicu, and the program was built with cultures.',
    fix: 'Set <InvariantGlobalization>true</InvariantGlobalization>, or ship ICU with the function (app-local ICU).',
    references: ['https://aka.ms/dotnet-missing-libicu'],
  },
  {
    id: 'icu-too-old',
    title: 'The ICU of the runtime is too old',
    texts: ['Cannot get symbol ucol_setMaxVariable… from libicui18n', 'Cannot get symbol … from libicu'],
    cause: 'provided.al2 has libicu 50, which lacks functions that .NET calls.',
    fix: 'Set <InvariantGlobalization>true</InvariantGlobalization>, or ship ICU with the function (app-local ICU).',
    references: ['https://learn.microsoft.com/dotnet/core/extensions/globalization-icu'],
  },
  {
    id: 'invariant-culture',
    title: 'A culture is used in globalization-invariant mode',
    texts: ['Only the invariant culture is supported in globalization-invariant mode'],
    cause: 'InvariantGlobalization is on, and the code asks for a culture by name.',
    fix: 'Use CultureInfo.InvariantCulture, or turn InvariantGlobalization off and ship ICU with the function.',
    references: ['https://aka.ms/GlobalizationInvariantMode'],
  },
  {
    id: 'no-openssl',
    title: '.NET finds no OpenSSL that it can use',
    texts: ['No usable version of libssl was found'],
    cause:
      'libssl is absent or too old for this .NET, another libssl lies in the package or in a layer, or the program is linked statically and cannot open libraries.',
    fix: `Use ${defaultRuntime} (OpenSSL ${runtimeFacts[defaultRuntime].openSsl}), do not ship libssl, and build without --static where TLS or hashes are needed.`,
    references: ['https://github.com/dotnet/core/blob/main/release-notes/10.0/os-packages.md'],
  },
  {
    id: 'openssl-function',
    title: 'The OpenSSL of the machine lacks a function that .NET calls',
    texts: ['Cannot get required symbol … from libssl'],
    cause:
      'OpenSSL is too old for this .NET, was built without an algorithm, or another libssl lies in the package or in a layer.',
    fix: `Use ${defaultRuntime} (OpenSSL ${runtimeFacts[defaultRuntime].openSsl}) and do not ship libssl; elsewhere install the OpenSSL package of the distribution, and check LD_LIBRARY_PATH for another one.`,
    references: [
      'https://github.com/PowerShell/PowerShell/issues/15411',
      'https://github.com/dotnet/core/blob/main/release-notes/10.0/os-packages.md',
    ],
  },
  {
    id: 'slow-first-https',
    title: 'The first HTTPS call is slow on provided.al2023',
    texts: ['slow first HTTPS call on provided.al2023'],
    symptoms: ['slow first https', 'slow https cold start', 'slow first tls'],
    cause:
      'Before .NET 9 the certificate store of Amazon Linux 2023 is read twice, as a file and as a folder.',
    fix: 'Target net9.0 or later, or set the environment variable SSL_CERT_FILE to a file that does not exist.',
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
    fix: 'Put the library (built for the same architecture and glibc) into lib/ of the zip, or link it statically; "lambda-nativeaot doctor dist/NAME.zip" lists what is missing.',
    references: [`${lambda}/runtimes-provided.html`],
  },
] as const satisfies readonly KnownError[];
