import type { Captured } from './captured.ts';

/** The SDK, NuGet, MSBuild (.NET SDK 10.0.401 where German), the native compiler and the linkers. */
export const capturedBuilds: readonly Captured[] = [
  [
    'framework-too-old',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.FrameworkReferenceResolution.targets(120,5): error NETSDK1207: Die Vorabkompilierung wird für das Zielframework nicht unterstützt. [/src/old/old.csproj]',
  ],
  [
    'sdk-too-old',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.TargetFrameworkInference.targets(184,5): error NETSDK1045: Das aktuelle .NET SDK unterstützt .NET 12.0 nicht als Ziel. Geben Sie entweder .NET 10.0 oder niedriger als Ziel ein, oder verwenden Sie eine Version des .NET SDK, die .NET 12.0 unterstützt. [/src/future/future.csproj]',
  ],
  // The host of SDK 10.0.401; dotnet/cli#11257 and dotnet/core-setup#4497 for older hosts.
  [
    'sdk-not-found',
    "The command could not be loaded, possibly because:\n  * You intended to execute a .NET application:\n      The application 'build' does not exist or is not a managed .dll or .exe.\n  * You intended to execute a .NET SDK command:\n      A compatible .NET SDK was not found.\n\nRequested SDK version: 8.0.404\nglobal.json file: /src/global.json\n\nInstalled SDKs:\n10.0.401 [/usr/share/dotnet/sdk]\n\nInstall the [8.0.404] .NET SDK or update [/src/global.json] to match an installed SDK.",
  ],
  [
    'sdk-not-found',
    'A compatible SDK version for global.json version: [2.1.4] from [C:\\src\\orders\\global.json] was not found',
  ],
  [
    'sdk-not-found',
    'A compatible installed .NET Core SDK for global.json version [99.99.99] from [D:\\src\\t\\global.json] was not found',
  ],
  [
    'no-sdk',
    'The command could not be loaded, possibly because:\n  * You intended to execute a .NET SDK command:\n      No .NET SDKs were found.\n\nDownload a .NET SDK:\nhttps://aka.ms/dotnet/download',
  ],
  [
    'unsupported-rid',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.FrameworkReferenceResolution.targets(120,5): error NETSDK1203: Die Vorabkompilierung wird für den Zielruntimebezeichner "linux-s390x" nicht unterstützt. [/src/a.csproj]',
  ],
  [
    'unsupported-rid',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.FrameworkReferenceResolution.targets(120,5): error NETSDK1204: Die Vorabkompilierung wird auf der aktuellen Plattform "linux-s390x" nicht unterstützt. [/src/a.csproj]',
  ],
  [
    'unsupported-rid',
    "Error: /Users/runner/.dotnet/sdk/8.0.100/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.FrameworkReferenceResolution.targets(90,5): error NETSDK1204: Ahead-of-time compilation is not supported on the current platform 'osx-x64'. [/src/a.csproj]",
  ],
  [
    'unsupported-rid',
    "Ahead-of-time compilation is not supported for the target runtime identifier 'win-x86'",
  ],
  [
    'restored-without-rid',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.PackageDependencyResolution.targets(266,5): error NETSDK1047: Die Ressourcendatei "/src/obj/project.assets.json" verfügt über kein Ziel für "net10.0/linux-arm64". Stellen Sie sicher, dass die Wiederherstellung ausgeführt wurde, und dass Sie "net10.0" in die TargetFrameworks für Ihr Projekt aufgenommen haben. [/src/a.csproj]',
  ],
  [
    'restored-without-rid',
    "#41 4.969      1>/usr/share/dotnet/sdk/8.0.202/Sdks/Microsoft.NET.Sdk/targets/Microsoft.PackageDependencyResolution.targets(266,5): error NETSDK1047: Assets file '/opt/orders/obj/project.assets.json' doesn't have a target for 'net8.0/linux-x64'. Ensure that restore has run and that you have included 'net8.0' in the TargetFrameworks for your project.",
  ],
  [
    'restored-without-rid',
    "Erro\tNETSDK1005\tO arquivo de ativos 'C:\\src\\Orders\\obj\\project.assets.json' não tem um destino para 'net8.0'. Verifique se a restauração foi executada e se você incluiu 'net8.0' no TargetFrameworks do projeto.\tOrders",
  ],
  [
    'restored-without-rid',
    'Die Ressourcendatei "/src/obj/project.assets.json" verfügt über kein Ziel für "net10.0/linux-x64".',
  ],
  [
    'no-compiler-package',
    '/src/a.csproj : error NU1101: Das Paket "Microsoft.NETCore.App.Runtime.NativeAOT.linux-riscv64" wurde nicht gefunden. Es sind keine Pakete mit dieser ID in folgenden Quellen vorhanden: nuget.org',
  ],
  // NuGet/docs.microsoft.com-nuget#2696, microsoft/artifacts-credprovider#256 (in a container) and SDK 10.0.401.
  [
    'private-feed',
    '/src/a.csproj : error NU1301: Der Dienstindex für die Quelle "https://nuget.example.com/v3/index.json" konnte nicht geladen werden.\n/src/a.csproj : error NU1301:   Response status code does not indicate success: 401 (Unauthorized).',
  ],
  [
    'private-feed',
    '/usr/share/dotnet/sdk/6.0.201/NuGet.targets(130,5): error : Não é possível carregar o índice de serviço para a origem https://nuget.example.com/v3/index.json. [/src/Orders.csproj]\n/usr/share/dotnet/sdk/6.0.201/NuGet.targets(130,5): error :   Response status code does not indicate success: 401 (Unauthorized). [/src/Orders.csproj]',
  ],
  [
    'private-feed',
    "2021-05-20T11:36:55.5458935Z /usr/share/dotnet/sdk/3.1.409/NuGet.targets(128,5): error : Unable to load the service index for source https://nuget.example.com/v3/index.json. [/src/Orders/Orders.csproj]\n2021-05-20T11:36:55.5459838Z /usr/share/dotnet/sdk/3.1.409/NuGet.targets(128,5): error :   Response status code does not indicate success: 401 (Unauthorized). [/src/Orders/Orders.csproj]\n2021-05-20T11:36:55.7208436Z The command '/bin/sh -c dotnet restore --configfile NuGet.Config' returned a non-zero code: 1",
  ],
  [
    'feed-unreachable',
    '/src/a.csproj : error NU1301: Der Dienstindex für die Quelle "http://127.0.0.1:18765/v3/index.json" konnte nicht geladen werden.',
  ],
  [
    'cross-os',
    'C:\\Users\\a\\.nuget\\packages\\microsoft.dotnet.ilcompiler\\8.0.0\\build\\Microsoft.NETCore.Native.Publish.targets(59,5): error : Cross-OS native compilation is not supported.',
  ],
  [
    'no-linker',
    "/home/a/.nuget/packages/microsoft.dotnet.ilcompiler/8.0.0/build/Microsoft.NETCore.Native.Unix.targets(199,5): error : Platform linker ('clang' or 'gcc') not found in PATH. Ensure you have all the required prerequisites documented at https://aka.ms/nativeaot-prerequisites. [/src/hello.csproj]",
  ],
  ['missing-development-library', '/usr/bin/ld: cannot find -lgssapi_krb5: No such file or directory'],
  [
    'missing-start-files',
    '/usr/bin/aarch64-linux-gnu-ld: cannot find Scrt1.o: No such file or directory\n/usr/bin/aarch64-linux-gnu-ld: cannot find crti.o: No such file or directory',
  ],
  ['gcc-cannot-cross', 'gcc: error: unrecognized command-line option ‘--target=aarch64-linux-gnu’'],
  [
    'no-lld',
    "clang : error : invalid linker name in argument '-fuse-ld=lld' [/src/HelloBionicSharedLib.csproj]",
  ],
  [
    'no-objcopy',
    "/root/.nuget/packages/microsoft.dotnet.ilcompiler/10.0.12/build/Microsoft.NETCore.Native.Unix.targets(342,5): error : Symbol stripping tool ('llvm-objcopy' or 'objcopy') not found in PATH. Try installing appropriate package for llvm-objcopy or objcopy to resolve the problem or set the StripSymbols property to false to disable symbol stripping. [/src/a.csproj]",
  ],
  [
    'foreign-objcopy',
    '  objcopy: Unable to recognise the format of the input file `bin/Release/net8.0/linux-arm64/native/bootstrap\'\n/usr/share/dotnet/sdk/7.0.203/Sdks/Microsoft.DotNet.ILCompiler/build/Microsoft.NETCore.Native.targets(358,5): error MSB3073: The command "',
  ],
  ['foreign-objcopy', "strip: Unable to recognise the format of the input file `bootstrap'"],
  // dotnet/runtime#89141, #103843 and #94830.
  [
    'assembly-not-found',
    "3>Failed to load assembly 'Microsoft.Extensions.Features'\n3>Internal.TypeSystem.TypeSystemException+FileNotFoundException: Failed to load assembly 'Microsoft.Extensions.Features'\n3>   at Internal.TypeSystem.ThrowHelper.ThrowFileNotFoundException(ExceptionStringID, String) + 0x30",
  ],
  [
    'assembly-not-found',
    "EXEC : error : Failed to load assembly 'Microsoft.Maui.Controls' [/src/crashes/crashes.csproj]",
  ],
  [
    'assembly-not-found',
    "EXEC : error : Failed to load type 'System.Span`1<Byte>[]' from assembly '?' [C:\\repro\\repro.csproj]\n  Internal.TypeSystem.TypeSystemException+TypeLoadException: Failed to load type 'System.Span`1<Byte>[]' from assembly",
  ],
  // dotnet/runtime#115165; clang 14 and GNU ld 2.40.
  ['space-in-name', "clang : error : no such file or directory: 'Me.exports'"],
  ['space-in-name', "clang: error: no such file or directory: 'Function.exports'"],
  [
    'space-in-name',
    '/usr/bin/ld: cannot open linker script file obj/Release/net10.0/linux-x64/native/Test: No such file or directory\ncollect2: error: ld returned 1 exit status',
  ],
  // dotnet/sdk#44053 and dotnet/runtime#118703.
  [
    'mounted-drive',
    'sdk8/sdk/8.0.402/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Publish.targets(351,5): error MSB3021: Unable to copy file "/mnt/d/solution/project/appsettings.json" to "/mnt/d/publish/appsettings.json". Access to the path \'/mnt/d/publish/appsettings.json\' is denied. [/mnt/d/projects/solution/project/project.csproj]',
  ],
  [
    'mounted-drive',
    '    llvm-objcopy : error : No such file or directory\n    /home/a/.nuget/packages/microsoft.dotnet.ilcompiler/9.0.5/build/Microsoft.NETCore.Native.targets(390,5): error MSB3073: El comando ""llvm-objcopy" --strip-debug --strip-unneeded "bin/Release/net9.0/linux-x64/native/gtk"" salió con el código 1.',
  ],
  [
    'mounted-drive',
    "llvm-objcopy: error: '/mnt/d/orders/bin/Release/net10.0/linux-x64/native/bootstrap': No such file or directory",
  ],
  ['mounted-drive', "chmod: changing permissions of '/mnt/c/src/dist/bootstrap': Operation not permitted"],
  // SDK 10.0.401 in German; Spanish, Czech, Chinese and Polish from its resources.
  [
    'build-out-of-memory',
    '/src/a.csproj(2,21): error MSB3073: Der Befehl ""/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/10.0.0/tools/ilc" @"obj/Release/net10.0/linux-x64/native/a.ilc.rsp"" wurde mit dem Code 137 beendet.',
  ],
  [
    'build-out-of-memory',
    'error MSB3073: El comando ""/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/9.0.5/tools/ilc" @"obj/Release/native/a.ilc.rsp"" salió con el código 137. [/src/app/a.csproj::TargetFramework=net9.0]',
  ],
  [
    'build-out-of-memory',
    'error MSB3073: Příkaz "/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/9.0.5/tools/ilc" @"obj/native/a.ilc.rsp" byl ukončen s kódem 137.',
  ],
  [
    'build-out-of-memory',
    'error MSB3073: 命令“"/root/.nuget/packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/9.0.5/tools/ilc" @"obj/native/a.ilc.rsp"”已退出，代码为 137。',
  ],
  ['build-out-of-memory', 'MSB3073 Polecenie „"ilc" @"native/a.ilc.rsp"” zostało zakończone przez kod 137.'],
  [
    'build-out-of-memory',
    '/root/.nuget/packages/microsoft.net.compilers.toolset/4.0.0/tasks/Microsoft.CSharp.Core.targets(75,5): error MSB6006: "csc.dll" exited with code 137. [/src/a.csproj]',
  ],
  [
    'build-out-of-memory',
    'ERROR: failed to solve: process "/bin/sh -c make package ARCH=x86_64 SYSROOT=/sysroot" did not complete successfully: exit code: 137',
  ],
  [
    'instruction-set',
    '\nThe required instruction sets are not supported by the current CPU.\n\nRequestId: 3c1d2b0a-77f5-4c6e-a0f1-6f0a4b9f2c11 Error: Runtime exited with error: signal: aborted\nRuntime.ExitError',
  ],
  [
    'unsupported-rid',
    '/usr/share/dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.FrameworkReferenceResolution.targets(190,5): error NETSDK1083: Der angegebene RuntimeIdentifier "linux-x86_64" wird nicht erkannt. Weitere Informationen finden Sie unter https://aka.ms/netsdk1083. [/src/nl.csproj]',
  ],
  [
    'private-feed',
    ' ---> Running in f5dcc2dd51c3\n  Determining projects to restore...\n/usr/share/dotnet/sdk/3.1.301/NuGet.targets(128,5): warning : The plugin credential provider could not acquire credentials. Authentication may require manual action. Consider re-running the command with --interactive for `dotnet`',
  ],
  ['space-in-name', 'ld.lld: error: cannot find version script obj/Release/net9.0/linux-x64/native/Test'],
  [
    'private-feed',
    '/usr/share/dotnet/sdk/8.0.204/NuGet.targets(198,5): warning : Your request could not be authenticated by the GitHub Packages service.',
  ],
];
