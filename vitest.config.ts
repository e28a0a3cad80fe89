import { defineConfig } from 'vitest/config';
import { takesAllCases } from './test/support/cases.ts';
import { dotnetEnvironment } from './test/support/dotnet.ts';

/** Tests that build natively, start programs by the dozen or drive a terminal: minutes instead of milliseconds. */
const system = [
  'test/build/tasks.test.ts',
  'test/artifact/{fuzz*,honest-zip,hostile-zip*,memory}.test.ts',
  'test/aws/{cold-start*,deploy*,foreign-answers,logs-command,logs-follow,makefile,moto,roles*,stages,status,tune}.test.ts',
  'test/cli/{quickstart,unread-options}.test.ts',
  'test/convert/{annotations,builtin,compile,converted-earlier,deployment*,native,old-converter,projects}.test.ts',
  'test/docs/{compiled,pages}.test.ts',
  'test/dotnet/csharp.test.ts',
  'test/dotnet-templates/package.test.ts',
  'test/doctor/{command,runtime-client,samples}.test.ts',
  'test/e2e/**/*.test.ts',
  'test/emulator/*.test.ts',
  'test/emulator/sources/{command,moto,streams-moto}.test.ts',
  'test/extras/*.test.ts',
  'test/generators/*.test.ts',
  'test/limits/{fuzz,hostile,repositories}.test.ts',
  'test/platform/made-up-rows.test.ts',
  'test/project/infrastructure/same.test.ts',
  'test/project/{company-rules,makefile,root-namespace,sam}.test.ts',
  'test/runtime/*.test.ts',
  'test/samples/{aws-library,dynamodb,native,opentelemetry}.test.ts',
  'test/security/*.test.ts',
  'test/settings/rows.test.ts',
  'test/update/{from-0.1.0,locate,old-version,update}.test.ts',
];

/** Minutes that tell little of a usual change: taken with `TEST_CASES=all`, as the workflows do. */
const whole = takesAllCases ? [] : ['test/dotnet-templates/package.test.ts'];

const shared = {
  // Two cores: native builds and emulators of one file should not starve another's. Three files at a time are no faster.
  maxWorkers: 2,
  // Files share the modules that they load, which takes a tenth of the time. So a module that files share has no hooks of its own.
  isolate: false,
  // Generous, because machines differ: a test that hangs fails, a slow one does not.
  testTimeout: 300_000,
  hookTimeout: 600_000,
  env: dotnetEnvironment,
};

export default defineConfig({
  test: {
    ...shared,
    globalSetup: './test/support/compiler-server.ts',
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], exclude: system } },
      { test: { ...shared, name: 'system', include: system, exclude: whole } },
    ],
  },
});
