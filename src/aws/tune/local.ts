import type { CpuWay } from '../../emulator/cpu/way.ts';
import { billedMs } from '../../emulator/log.ts';
import type { EmulatedFunction } from '../../emulator/types.ts';
import { type FreshSandboxes, freshSandboxes } from '../measure/fresh-sandboxes.ts';
import type { Target } from './measure.ts';

/**
 * A function in sandboxes of this machine, each memory size in an emulator of its own and held to its CPU share. The program was
 * started once before, so that its file is in memory.
 */
export async function withLocalTarget<T>(
  fn: EmulatedFunction,
  cpu: CpuWay,
  payload: Buffer,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const bySize = new Map<number, FreshSandboxes>();
  let current: FreshSandboxes | undefined;
  const sandboxesOf = async (memorySize: number): Promise<FreshSandboxes> => {
    const known = bySize.get(memorySize);
    if (known) return known;
    const made = await freshSandboxes({ ...fn, memorySize }, cpu);
    bySize.set(memorySize, made);
    return made;
  };
  try {
    return await work({
      renew: async (memorySize) => {
        current?.renew();
        if (current === undefined) {
          const first = await sandboxesOf(memorySize);
          await first.invoke(payload);
          first.renew();
        }
        current = await sandboxesOf(memorySize);
        current.renew();
      },
      invoke: async (event) => {
        const { report, error } = await (current as FreshSandboxes).invoke(event);
        const { initDurationMs: initMs, durationMs, maxMemoryUsed: memoryMB } = report;
        return { initMs, durationMs, billedMs: billedMs(report), memoryMB, error };
      },
    });
  } finally {
    await Promise.all([...bySize.values()].map((sandboxes) => sandboxes.close()));
  }
}
