import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { takesAllCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const dotnet = (...args: string[]) =>
  execa('dotnet', [...args, '-nodeReuse:false'], { env: dotnetEnvironment, reject: false, all: true });

test("the runtime's own tests pass", async () => {
  const { exitCode, all } = await dotnet('test', path('LambdaRuntime.Tests/LambdaRuntime.Tests.csproj'));
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/Passed!\s+- Failed:\s+0, Passed:\s+\d{3}/);
});

test.runIf(takesAllCases)(
  'the runtime compiles without warnings for every framework, and every shape of handler resolves',
  async () => {
    const { exitCode, all } = await dotnet('build', path('Compatibility/Compatibility.csproj'));
    expect(exitCode, all).toBe(0);
    for (const framework of ['net6.0', 'net8.0', 'net9.0', 'net10.0']) {
      expect(all).toContain(`/${framework}/Compatibility.dll`);
    }
  },
);
