import { dotnet, type KnownError } from './known-error.ts';

/** What ends a native build on the machine. */
export const buildErrors = [
  {
    id: 'cross-os',
    title: 'The build machine is not Linux',
    texts: ['Cross-OS native compilation is not supported'],
    cause: 'NativeAOT uses the linker of the machine, so Windows and macOS cannot make Linux programs.',
    fix: 'Link with zig ("lambda-nativeaot build --zig"), or build in WSL, in a container ("lambda-nativeaot build --docker") or in CI on Linux.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-linker',
    title: 'There is no C toolchain',
    texts: ["Platform linker ('…') not found in PATH", 'Platform linker not found'],
    cause: 'NativeAOT links with clang or gcc, and neither is installed.',
    fix: 'Install clang and the development files of zlib (Debian and Ubuntu: clang zlib1g-dev; Fedora and Amazon Linux: clang zlib-devel).',
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
    fix: 'Install it: zlib1g-dev or zlib-devel for -lz, libkrb5-dev or krb5-devel for -lgssapi_krb5, g++ or gcc-c++ for -lstdc++, libssl-dev or openssl-devel for -lssl.',
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
    fix: 'Install libc6-dev (for arm64 from x64 libc6-dev-arm64-cross), or complete the folder that SYSROOT names.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'gcc-cannot-cross',
    title: 'gcc cannot build for another architecture',
    texts: ["unrecognized command-line option '--target="],
    cause:
      ".NET passes clang's --target when it builds for the other architecture, and clang is not installed, so gcc gets it.",
    fix: 'Install clang (with gcc-aarch64-linux-gnu and libc6-dev-arm64-cross for arm64), or use "lambda-nativeaot build --architecture arm64 --zig".',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'no-lld',
    title: 'lld is not installed',
    texts: ["invalid linker name in argument '-fuse-ld=lld'", "cannot find 'ld.lld'", "cannot find 'lld'"],
    cause: 'LinkerFlavor is lld, which linking against a sysroot needs, and the linker is not there.',
    fix: 'Install lld, or leave LinkerFlavor out when no sysroot is used.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'no-objcopy',
    title: 'There is no tool to strip symbols',
    texts: ["Symbol stripping tool ('…') not found in PATH"],
    cause: 'StripSymbols is on (the default), and neither llvm-objcopy nor objcopy is installed.',
    fix: 'Install llvm or binutils, name the tool with -p:ObjCopyName=objcopy, or set StripSymbols to false and run "strip" yourself.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
  },
  {
    id: 'foreign-objcopy',
    title: 'objcopy does not know binaries of the target architecture',
    texts: ['Unable to recognise the format of the input file'],
    cause:
      'The objcopy or strip of this machine only knows its own architecture, and the build is for the other one.',
    fix: 'Install llvm (llvm-objcopy knows both), or binutils-aarch64-linux-gnu and publish with -p:ObjCopyName=aarch64-linux-gnu-objcopy.',
    references: ['https://github.com/dotnet/sdk/issues/31775', `${dotnet}/native-aot/cross-compile`],
  },
  {
    id: 'assembly-not-found',
    title: 'The native compiler does not find an assembly',
    texts: [
      'TypeSystemException+FileNotFoundException',
      'TypeSystemException+TypeLoadException: Failed to load type',
      "EXEC : error : Failed to load assembly '",
      "EXEC : error : Failed to load type '",
    ],
    cause:
      'A referenced assembly uses the one that the message names, and the project does not reference it. The JIT would notice it only when that code runs.',
    fix: 'Add the package that contains it; for Microsoft.AspNetCore.* and Microsoft.Extensions.* of ASP.NET Core add <FrameworkReference Include="Microsoft.AspNetCore.App" />.',
    references: [
      'https://github.com/dotnet/runtime/issues/89141',
      'https://github.com/dotnet/runtime/issues/103843',
    ],
  },
  {
    id: 'space-in-name',
    title: 'The name of the project or its folder contains a space',
    texts: [
      "no such file or directory: '….exports'",
      'cannot open linker script file …/native/…: No such file or directory',
      'cannot find version script …/native/',
    ],
    cause:
      'Before .NET 10 the build passes the name of the program to the linker without quotes, so the linker takes it for two files.',
    fix: 'Set <AssemblyName>bootstrap</AssemblyName>, and rename the project and its folder so that no path has a space.',
    references: ['https://github.com/dotnet/runtime/issues/115165'],
  },
  {
    id: 'mounted-drive',
    title: 'The project is on a Windows drive or a network share',
    texts: [
      "Access to the path '/mnt/…' is denied",
      'MSB3021…/mnt/',
      'objcopy…/mnt/…No such file or directory',
      'llvm-objcopy : error : No such file or directory',
      'chmod: …/mnt/…Operation not permitted',
      '/mnt/c/…Permission denied',
      '/mnt/d/…Permission denied',
    ],
    cause:
      'Under WSL, /mnt/c and /mnt/d are Windows drives. They do not have Linux permissions and lock files differently; many network shares do the same.',
    fix: 'Move the project to the Linux file system (a folder under ~) and build there, or set at least BaseOutputPath and BaseIntermediateOutputPath to such a folder.',
    references: [
      'https://github.com/dotnet/sdk/issues/44053',
      'https://github.com/dotnet/runtime/issues/118703',
      'https://learn.microsoft.com/windows/wsl/filesystems',
    ],
  },
  {
    id: 'build-out-of-memory',
    title: 'The native compiler ran out of memory',
    texts: [
      'MSB3073…ilc"…137',
      'MSB6006…137',
      'exited with code 137',
      'did not complete successfully: exit code: 137',
      'Out of memory: Killed process …(ilc)',
    ],
    symptoms: ['build hangs', 'build killed', 'publish hangs', 'publish killed'],
    cause: 'ilc needs up to 8 GB for large programs, and the kernel or the container killed it.',
    fix: 'Give the machine or the container 8 GB and more, and run fewer builds at once.',
    references: ['https://aka.ms/nativeaot-prerequisites'],
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
    fix: 'Lower IlcInstructionSet: x86-64-v3 for x86_64 and armv8.2-a for arm64 run on all of Lambda.',
    references: [`${dotnet}/native-aot/optimizing`],
  },
] as const satisfies readonly KnownError[];
