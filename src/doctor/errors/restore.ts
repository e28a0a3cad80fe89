import { dotnet, type KnownError } from './known-error.ts';

/** What the SDK and NuGet say before anything is compiled. */
export const restoreErrors = [
  {
    id: 'framework-too-old',
    title: 'The framework is too old for NativeAOT',
    texts: ['NETSDK1207', 'Ahead-of-time compilation is not supported for the target framework'],
    cause: 'The SDK compiles net7.0 and later ahead of time, not net6.0 or older.',
    fix: 'Target net8.0 or later (net10.0 has the longest support).',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'sdk-too-old',
    title: 'The SDK is older than the framework',
    texts: ['NETSDK1045', 'The current .NET SDK does not support targeting .NET'],
    cause: 'The installed SDK, or the one that global.json picks, does not know the TargetFramework.',
    fix: 'Install the SDK of that .NET version ("dotnet --list-sdks" shows what there is), or lower TargetFramework.',
    references: ['https://aka.ms/dotnet/download'],
  },
  {
    id: 'sdk-not-found',
    title: 'The SDK that global.json asks for is not installed',
    texts: [
      'A compatible .NET SDK was not found',
      'A compatible installed .NET SDK for global.json version',
      'A compatible installed .NET Core SDK for global.json version',
      'A compatible SDK version for global.json version',
      'NETSDK1141',
      'Requested SDK version: ',
    ],
    cause:
      'A global.json in this folder or above it requires an SDK version that is not there. The message names the version, the file and the installed SDKs.',
    fix: 'Install that SDK, or change "version" in the global.json to an installed one and set "rollForward" to "latestFeature" or "latestMajor".',
    references: [
      'https://aka.ms/dotnet/sdk-not-found',
      'https://learn.microsoft.com/dotnet/core/tools/global-json',
    ],
  },
  {
    id: 'no-sdk',
    title: 'No .NET SDK is installed',
    texts: ['No .NET SDKs were found'],
    cause: 'Only the runtime of .NET is installed, or "dotnet" of another folder comes first in PATH.',
    fix: 'Install the SDK; "dotnet --info" shows which dotnet runs and what it finds.',
    references: ['https://aka.ms/dotnet/download'],
  },
  {
    id: 'unsupported-rid',
    title: 'NativeAOT does not support the target or the build machine',
    texts: [
      'NETSDK1203',
      'NETSDK1204',
      'Ahead-of-time compilation is not supported for the target runtime identifier',
      'Ahead-of-time compilation is not supported on the current platform',
      'NETSDK1083',
    ],
    cause:
      'The SDK has no native compiler for the runtime identifier that the message names: the target (NETSDK1203) or the machine (NETSDK1204). NETSDK1083 means that it is misspelt.',
    fix: 'Publish with -r linux-x64 or -r linux-arm64, which Lambda runs, on Linux x64 or arm64 ("lambda-nativeaot build --docker" in a container); use an SDK from Microsoft if the one of the distribution names its own identifier.',
    references: [`${dotnet}/native-aot/#platformarchitecture-restrictions`],
  },
  {
    id: 'restored-without-rid',
    title: 'The packages were restored for another target',
    texts: [
      'NETSDK1047',
      'NETSDK1005',
      "project.assets.json' …'net…/linux-",
      "project.assets.json' doesn't have a target for",
    ],
    cause:
      'obj/project.assets.json is from a restore without this framework or runtime identifier, and the build did not restore (--no-restore).',
    fix: 'Restore with the identifier ("dotnet restore -r linux-x64"), put it into <RuntimeIdentifiers>, or leave out --no-restore. Keep obj/ out of a container with .dockerignore.',
    references: ['https://learn.microsoft.com/dotnet/core/tools/sdk-errors/netsdk1047'],
  },
  {
    id: 'no-compiler-package',
    title: "NuGet does not find .NET's native compiler",
    texts: [
      'NU1101…Microsoft.DotNet.ILCompiler',
      'NU1101…Microsoft.NETCore.App.Runtime.NativeAOT',
      'Unable to find package Microsoft.DotNet.ILCompiler',
      'Unable to find package runtime.linux-…Microsoft.DotNet.ILCompiler',
      'Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT',
    ],
    cause:
      'Publishing with PublishAot restores the compiler as a package, and the configured sources do not have it for this system.',
    fix: 'Add a source that has it to nuget.config, or publish for a runtime identifier that the source serves.',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'private-feed',
    title: 'A private package source rejects the credentials',
    texts: [
      'NU1301…401 (Unauthorized)',
      'NU1301…403 (Forbidden)',
      'NuGet.targets…401 (Unauthorized)',
      'NuGet.targets…403 (Forbidden)',
      'The plugin credential provider could not acquire credentials',
      'NuGet.targets…could not be authenticated by the GitHub Packages service',
      'proj : …could not be authenticated by the GitHub Packages service',
    ],
    replaces: ['feed-unreachable'],
    cause:
      'NuGet has no valid credentials for the source. A container build does not see the NuGet.Config or the credential provider of your user.',
    fix: 'Set them with "dotnet nuget update source NAME -u USER -p TOKEN --store-password-in-clear-text" or in NuGetPackageSourceCredentials_NAME. For a container, run "docker build --secret id=nuget,src=$HOME/.nuget/NuGet/NuGet.Config" and restore in the Dockerfile with RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config.',
    references: [
      'https://learn.microsoft.com/nuget/consume-packages/consuming-packages-authenticated-feeds',
      'https://docs.docker.com/build/building/secrets/',
    ],
  },
  {
    id: 'feed-unreachable',
    title: 'NuGet cannot read a package source',
    role: 'consequence',
    texts: ['NU1301', 'Unable to load the service index for source'],
    cause:
      'The source that the message names does not answer: no network, a proxy, a wrong address or missing credentials. The next line of the log says which.',
    fix: 'Open the address from the same machine or container; correct the source in nuget.config ("dotnet nuget list source" shows them all).',
    references: ['https://learn.microsoft.com/nuget/reference/errors-and-warnings/nu1301'],
  },
] as const satisfies readonly KnownError[];
