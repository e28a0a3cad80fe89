import type { SandboxProcess } from './process.ts';

const megabyte = 1024 * 1024;
/** How often the memory of a process is looked at (ms). */
const samplingMs = 25;

/** The memory of a sandbox's process, and what it may have. */
export class MemoryLimit {
  readonly #limitMB: number;
  readonly #isKept: boolean;
  #process: SandboxProcess | undefined;
  #sampler: NodeJS.Timeout | undefined;
  #peakBytes = 0;

  /** `isKept` is false where the process may have more. */
  constructor(limitMB: number, isKept: boolean) {
    this.#limitMB = limitMB;
    this.#isKept = isKept;
  }

  /** Whether the process has held more than it may. */
  get isOver(): boolean {
    return this.#peak() > this.#limitMB * megabyte && this.#isKept;
  }

  /** The most that it has held when it was last looked at (MB), never more than it may have. */
  get usedMB(): number {
    const used = Math.ceil(this.#peakBytes / megabyte);
    return this.#isKept ? Math.min(this.#limitMB, used) : used;
  }

  /** There is no process yet. */
  reset(): void {
    this.#peakBytes = 0;
  }

  /** Looks at a process from now on; calls `onOver` as long as it holds too much. */
  watch(started: SandboxProcess, onOver: () => void): void {
    this.#process = started;
    this.#peak();
    this.#sampler = setInterval(() => {
      if (this.isOver) onOver();
    }, samplingMs);
    this.#sampler.unref();
  }

  /** Looks a last time. */
  unwatch(): void {
    this.#peak();
    this.#process = undefined;
    clearInterval(this.#sampler);
  }

  #peak(): number {
    this.#peakBytes = this.#process?.memory.peak() ?? this.#peakBytes;
    return this.#peakBytes;
  }
}
