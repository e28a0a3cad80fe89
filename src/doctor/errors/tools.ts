import { dotnet, type KnownError } from './known-error.ts';

/** What dotnet lambda, Docker and emulators of other processors say. */
export const toolErrors = [
  {
    id: 'dotnet-lambda-architecture',
    title: 'dotnet lambda refuses to build for another architecture',
    texts: ['Host machine architecture (…) differs from Lambda architecture (…)'],
    cause: 'Amazon.Lambda.Tools compiles ahead of time only for the architecture of its own machine.',
    fix: 'Cross-build with "lambda-nativeaot build --architecture arm64 --zig" and deploy that zip, or build on a machine of that architecture.',
    references: ['https://github.com/aws/aws-extensions-for-dotnet-cli'],
  },
  {
    id: 'dotnet-lambda-docker',
    title: 'dotnet lambda needs Docker',
    texts: [
      'Failed to locate docker CLI executable',
      "Value cannot be null. (Parameter 'inputUri')",
      "Unknown error executing command: Could not find a part of the path '…tmp…source'",
    ],
    cause:
      'Amazon.Lambda.Tools compiles native functions in a container, and Docker is missing or the path of the project does not fit into the container.',
    fix: 'Build with "lambda-nativeaot build", which needs no Docker, and deploy the zip with "lambda-nativeaot deploy". To keep dotnet lambda, pass --use-container-for-build false on Linux, or upgrade it.',
    references: [
      'https://github.com/aws/aws-extensions-for-dotnet-cli/issues/254',
      'https://github.com/aws/aws-extensions-for-dotnet-cli/issues/274',
    ],
  },
  {
    id: 'no-docker',
    title: 'Docker is missing or not running',
    texts: [
      'Cannot connect to the Docker daemon',
      'docker daemon is not running',
      'error during connect: …docker',
      'docker: command not found',
      'docker: not found',
    ],
    cause: 'Docker is not installed, its daemon does not run, or this user may not talk to it.',
    fix: 'Start Docker, or build without it: "lambda-nativeaot build" and --zig or --sysroot DIR.',
    references: ['https://docs.docker.com/engine/daemon/start/'],
  },
  {
    id: 'qemu-crash',
    title: '.NET crashes under qemu',
    texts: ['qemu: uncaught target signal'],
    cause:
      'A container of another platform runs its programs under qemu, which the .NET SDK does not survive.',
    fix: 'Cross-build on the machine itself: "lambda-nativeaot build --architecture arm64 --zig", or --sysroot with clang.',
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
    fix: 'Cross-build on the machine itself: "lambda-nativeaot build --architecture arm64 --zig", or --sysroot with clang.',
    references: [`${dotnet}/native-aot/cross-compile`],
  },
] as const satisfies readonly KnownError[];
