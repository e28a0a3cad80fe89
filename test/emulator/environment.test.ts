import { expect, it } from 'vitest';
import { attachedEnvironment, environmentFile } from '../../src/emulator/environment.ts';
import { buildBootstrap, emulate, fixture, invoke } from './support.ts';

const folder = buildBootstrap();
/** As it comes out of a JSON file: `__proto__` is a property of its own. */
const names: Record<string, string> = JSON.parse(
  '{"constructor":"a","prototype":"b","__proto__":"c","toString":"d","hasOwnProperty":"e","valueOf":"f"}',
);

it('variables whose names JavaScript objects have too reach the process', async () => {
  const emulator = await emulate([fixture(folder, 'environment', { environment: names })], { shell: names });
  const { body } = await invoke(emulator, 'environment');
  for (const [name, value] of Object.entries(names)) expect(body).toContain(`"${name}":"${value}"`);
});

it('and a program that an IDE starts, also where the shell has credentials', () => {
  const variables = attachedEnvironment({
    fn: fixture(folder, 'echo', { environment: names }),
    account: { region: 'eu-west-1', accountId: '123456789012' },
    runtimeApi: '127.0.0.1:9001',
    logStream: 'stream',
    shell: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
  const lines = environmentFile(variables).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining(Object.entries(names).map(([name, value]) => `${name}=${value}`)),
  );
  expect(lines.filter((line) => line.startsWith('AWS_ACCESS_KEY_ID') || line.includes('secret'))).toEqual([]);
});
