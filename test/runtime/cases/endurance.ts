import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { pin } from '../../../bench/pin.ts';
import { takesAllCases } from '../../support/cases.ts';
import { temporaryFolder } from '../../support/folders.ts';
import type { Start } from '../native-program.ts';

// In KiB: a leak of 8 bytes an invocation would be 1,090, of 16 bytes in the usual run as well. The collector's own budgets
// move by less.
const limit = 1000;
const [few, many] = takesAllCases ? [60_000, 200_000] : [60_000, 130_000];

/** Many invocations. */
export function endurance(_start: Start, bootstrap: () => string): void {
  test(`${many} invocations need no more memory than ${few}`, async () => {
    const folder = await temporaryFolder();
    const harness = join(folder, 'harness');
    const source = fileURLToPath(new URL('../../../bench/c/harness.c', import.meta.url));
    await execa('cc', ['-O2', '-o', harness, source]);
    const event = join(folder, 'event.json');
    await writeFile(event, '"an event with \\"escapes\\" and é"');
    const peak = async (handler: string, count: number) => {
      const words = [harness, '--event', event, '--warm', String(count), '--', bootstrap()];
      // On one processor no call waits for the other to wake up.
      const [program, ...rest] = [...pin, ...words] as [string];
      const { stdout } = await execa(program, rest, { env: { _HANDLER: handler } });
      return (JSON.parse(stdout) as { memory: number }).memory;
    };
    const first = await peak('echo', few);
    expect((await peak('echo', many)) - first).toBeLessThan(limit);
  });
}
