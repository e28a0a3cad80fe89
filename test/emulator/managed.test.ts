import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBootstrap, emulate, fixture, invoke, send, temporaryFolder } from './support.ts';

const folder = buildBootstrap();

/** A folder with the fixture's program under a name, and other files. */
function folderWith(program: string, ...others: string[]): string {
  const made = join(temporaryFolder(), program);
  mkdirSync(made);
  copyFileSync(join(folder, 'bootstrap'), join(made, program));
  for (const name of others) writeFileSync(join(made, name), '');
  return made;
}

describe('a function of a managed runtime', async () => {
  const twice = folderWith('bootstrap', 'bootstrap.dll');
  const elsewhere = folderWith('program');
  const emulator = await emulate([
    fixture(folder, 'echo', { runtime: 'dotnet10' }),
    fixture(folder, 'error', { runtime: 'dotnet10' }),
    fixture(twice, 'echo', { runtime: 'dotnet10', name: 'assembly' }),
    fixture(elsewhere, 'echo', { runtime: 'dotnet10', name: 'missing' }),
  ]);

  it('is one of several of a program, by a variable', async () => {
    expect((await invoke(emulator, 'echo', '"mine"')).body).toBe('"mine"');
    expect((await invoke(emulator, 'error')).headers['x-amz-function-error']).toBe('Unhandled');
  });

  it('has the Handler and the variables that Lambda gives it', async () => {
    const { body } = await send(`${emulator.url}/2015-03-31/functions`);
    expect(JSON.parse(body).Functions[0]).toMatchObject({ Handler: 'bootstrap', Runtime: 'dotnet10' });
  });

  it('ends as on Lambda where no file has the name of its Handler', async () => {
    const { body, tail } = await invoke(emulator, 'missing');
    expect(JSON.parse(body)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 104$/),
    });
    expect(tail.join('\n')).toContain(
      'executable assembly /var/task/bootstrap.dll or binary /var/task/bootstrap not found.',
    );
  });

  it('is not answered for where Lambda would start an assembly in place of the program', async () => {
    const { headers, tail } = await invoke(emulator, 'assembly');
    expect(headers['x-amz-function-error']).toBe('Unhandled');
    expect(tail.join('\n')).toContain('does not start bootstrap.dll; dotnet10 would');
  });
});
