import type { CpuQuota } from './share.ts';

/** Processes that share a quota. */
export interface CpuGroup {
  /** Where the kernel has its figures (`cpu.stat`). */
  readonly path: string;
  /** Ends what is left in it, and removes it. */
  remove(): Promise<void>;
}

/** A means to hold processes to a quota of processor time. */
export interface CpuWay {
  /** As a user would call it. */
  readonly name: string;
  /**
   * Puts processes, and those that they have started, into a group of their own; a process that has ended meanwhile is no
   * failure.
   * @throws UserError where the system refuses it.
   */
  hold(pids: readonly number[], quota: CpuQuota): Promise<CpuGroup>;
}
