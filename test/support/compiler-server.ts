import { execa } from 'execa';
import { dotnetEnvironment } from './dotnet.ts';

/** Ends the C# compiler that the tests' builds have shared. */
export async function teardown(): Promise<void> {
  await execa('dotnet', ['build-server', 'shutdown', '--vbcscompiler'], {
    env: dotnetEnvironment,
    reject: false,
  });
}
