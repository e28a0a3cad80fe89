/**
 * Keeps a test's dotnet quiet, and without a daemon of MSBuild. The compiler is a server that all tests share: its start
 * takes longer than what it compiles. test/support/compiler-server.ts ends it.
 */
export const dotnetEnvironment: Record<string, string> = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  MSBUILDDISABLENODEREUSE: '1',
  UseSharedCompilation: 'true',
  // A build ends before the profile of the JIT pays: a quarter of its processor time.
  DOTNET_TieredPGO: '0',
};
