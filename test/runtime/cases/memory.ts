import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { peakMemoryIn } from '../../../src/emulator/memory.ts';
import { expectRequest, invoke, type Running, type Start } from '../native-program.ts';

const megabyte = 1024 * 1024;

async function peakOf({ process }: Running): Promise<number> {
  return (peakMemoryIn(await readFile(`/proc/${process.pid}/status`)) ?? 0) / megabyte;
}

/** The collector and the function's memory. The judge is what Lambda's is: the most that the process has held. */
export function memory(start: Start): void {
  test.skipIf(process.platform !== 'linux').each([
    { size: 128, live: 20, garbage: 512, bytes: 64 * 1024 },
    { size: 128, live: 76, garbage: 256, bytes: 1024 },
    { size: 256, live: 80, garbage: 512, bytes: 256 * 1024 },
    { size: 256, live: 150, garbage: 256, bytes: 256 * 1024 },
  ])('$live MB live in arrays of $bytes bytes answer in $size MB', async ({ size, live, garbage, bytes }) => {
    const running = await start('memory', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${size}` });
    const connection = await running.api.accept();
    for (let i = 0; i < 3; i++) {
      const answer = await invoke(connection, `"${live},${garbage},${bytes}"`);
      const arrays = Math.floor((live * megabyte) / bytes);
      expect(answer.body.toString()).toBe(`"${arrays} True ${arrays}"`);
    }
    expect(await peakOf(running)).toBeLessThan(size);
  });

  test.each([
    ['exhaust', 256 * 1024],
    ['exhaust', 100],
    ['leak', 256 * 1024],
    ['leak', 100],
  ])('%s of arrays of %i bytes is an error of the invocation', async (handler, bytes) => {
    const running = await start(handler, { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' });
    const report = await invoke(await running.api.accept(), `"${bytes}"`);
    expect(report.path).toContain('/error');
    expect(JSON.parse(report.body.toString())).toMatchObject({ errorType: 'OutOfMemoryException' });
    expect(running.stderr()).toMatch(/\tfail\t.*OutOfMemoryException/);
    if (process.platform === 'linux') expect(await peakOf(running)).toBeLessThan(128);
  });

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
