import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { peakMemoryIn } from '../../../src/emulator/memory.ts';
import { takesAllCases } from '../../support/cases.ts';
import type { WireRequest } from '../../support/wire-server.ts';
import { expectRequest, invoke, type Running, type Start } from '../native-program.ts';

const megabyte = 1024 * 1024;

async function peakOf({ process }: Running): Promise<number> {
  return (peakMemoryIn(await readFile(`/proc/${process.pid}/status`)) ?? 0) / megabyte;
}

function expectOutOfMemory({ path, body }: WireRequest): void {
  expect(path).toContain('/error');
  expect(JSON.parse(body.toString())).toMatchObject({ errorType: 'OutOfMemoryException' });
}

/** Megabytes, but for the length of each array. */
interface Row {
  readonly size: number;
  readonly live: number;
  readonly garbage: number;
  readonly bytes: number;
  readonly times?: number;
}

// What was killed before the collector knew the limit, at length.
const longRows: Row[] = takesAllCases
  ? [
      { size: 256, live: 80, garbage: 2048, bytes: 256 * 1024, times: 100 },
      { size: 128, live: 20, garbage: 2048, bytes: 64 * 1024, times: 100 },
    ]
  : [];

/** The collector and the function's memory. The judge is what Lambda's is: the most that the process has held. */
export function memory(start: Start): void {
  test
    .skipIf(process.platform !== 'linux')
    .each([
      { size: 128, live: 20, garbage: 512, bytes: 64 * 1024 },
      { size: 128, live: 76, garbage: 256, bytes: 1024 },
      { size: 256, live: 80, garbage: 512, bytes: 256 * 1024 },
      { size: 256, live: 150, garbage: 256, bytes: 256 * 1024 },
      ...longRows,
    ])('$live MB live in arrays of $bytes bytes answer in $size MB', { timeout: 3_600_000 }, async (row) => {
    const { size, live, garbage, bytes, times = 3 } = row as Row;
    const running = await start('memory', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${size}` });
    const connection = await running.api.accept();
    for (let i = 0; i < times; i++) {
      const answer = await invoke(connection, `"${live},${garbage},${bytes}"`);
      const arrays = Math.floor((live * megabyte) / bytes);
      expect(answer.body.toString()).toBe(`"${arrays} True ${arrays}"`);
    }
    expect(await peakOf(running)).toBeLessThan(size);
  });

  test.each([
    ['exhaust', 256 * 1024],
    ['exhaust', 100],
  ])(
    '%s of arrays of %i bytes is an error of the invocation, and of each after it',
    async (handler, bytes) => {
      const running = await start(handler, { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' });
      const connection = await running.api.accept();
      for (let i = 0; i < 5; i++) expectOutOfMemory(await invoke(connection, `"${bytes}"`));
      // The process is there, and asks for another one.
      await expectRequest(connection);
      expect(running.stderr()).toMatch(/\tfail\t.*OutOfMemoryException/);
      if (process.platform === 'linux') expect(await peakOf(running)).toBeLessThan(128);
    },
  );

  test.each([100, 256 * 1024])(
    'the process ends after the error where the function keeps arrays of %i bytes, which fill all of the heap',
    async (bytes) => {
      const { api, exit, stderr } = await start('leak', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' });
      expectOutOfMemory(await invoke(await api.accept(), `"${bytes}"`));
      expect(await exit).toBe(1);
      expect(stderr()).toContain('The memory is full of what the function keeps.');
    },
  );

  test('a limit that the function sets itself stays', async () => {
    const { api } = await start('memory', {
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      DOTNET_GCHeapHardLimit: (400 * megabyte).toString(16),
    });
    const answer = await invoke(await api.accept(), '"200,0,65536"');
    expect(answer.body.toString()).toBe('"3200 False 3200"');
  });

  test.each(['', '0', '1', 'many', '99999999999'])(
    'a memory size of "%s" does not keep the program from starting',
    async (size) => {
      const { api } = await start('echo', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: size });
      await expectRequest(await api.accept());
    },
  );
}
