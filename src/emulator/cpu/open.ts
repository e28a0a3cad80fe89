import { availableParallelism } from 'node:os';
import { readTextIfThere } from '../../files/read.ts';
import { groupWay } from './groups.ts';
import { hierarchiesIn } from './mounts.ts';
import { scopeWay } from './scope.ts';
import { fewProcessors, quotaOf } from './share.ts';
import type { CpuWay } from './way.ts';

const mostBytes = 1024 * 1024;

/** Whether functions can be held to the processor time of their memory settings. */
export interface CpuShare {
  /** Undefined where they run at full speed. */
  readonly way: CpuWay | undefined;
  /** Why they run at full speed, or what else is to be known; a sentence. */
  readonly note: string | undefined;
}

/** @param reasons without full stops. */
const without = (reasons: readonly string[]): CpuShare => ({
  way: undefined,
  note: `The CPU share of the memory setting is not applied, functions run at full speed: ${reasons.join('; ')}.`,
});

/**
 * Looks for a way to hold functions to the processor time of their memory settings: files of the kernel's control groups,
 * then systemd. Each is tried, with the largest share.
 * @param folder the one that the tool works on; no program of it is started.
 */
export async function openCpuShare(memorySizes: readonly number[], folder: string): Promise<CpuShare> {
  if (process.platform !== 'linux') return without(['it needs control groups of Linux']);
  const quota = quotaOf(Math.max(...memorySizes));
  const hierarchies = hierarchiesIn((await readTextIfThere('/proc/mounts', mostBytes)) ?? '');
  const unified = hierarchies.find(({ version }) => version === 2);
  const reasons: string[] = [];
  // v1 first: where both are mounted, the processors are v1's.
  const tries = [
    ...[...hierarchies].sort((a, b) => a.version - b.version).map((one) => () => groupWay(one, quota)),
    () => scopeWay(unified, quota, folder),
  ];
  for (const find of tries) {
    const way = await find();
    if (typeof way !== 'string') return { way, note: fewProcessors(memorySizes, availableParallelism()) };
    reasons.push(way);
  }
  return without(reasons);
}
