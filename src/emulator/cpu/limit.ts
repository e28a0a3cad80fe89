import { quotaOf } from './share.ts';
import type { CpuGroup, CpuWay } from './way.ts';

/** The processor time of one sandbox: all there is until its first event, from then on what its memory setting gives. */
export class CpuLimit {
  readonly #way: CpuWay | undefined;
  readonly #memorySize: number;
  #group: Promise<CpuGroup> | undefined;

  /** Without a way there is no limit. */
  constructor(way: CpuWay | undefined, memorySize: number) {
    this.#way = way;
    this.#memorySize = memorySize;
  }

  /** Holds processes to the quota from now on. @throws UserError where the system refuses it. */
  async begin(pids: readonly number[]): Promise<void> {
    if (this.#way === undefined || this.#group !== undefined || pids.length === 0) return;
    this.#group = this.#way.hold(pids, quotaOf(this.#memorySize));
    await this.#group;
  }

  /** There is nothing to hold any more. */
  async end(): Promise<void> {
    const group = this.#group;
    this.#group = undefined;
    // One that is still being made is waited for; who asked for it has been told why where that failed.
    await (await group?.catch(() => undefined))?.remove();
  }
}
