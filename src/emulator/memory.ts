import { closeSync, openSync, readSync } from 'node:fs';

const buffer = Buffer.alloc(4096);

/** The peak resident memory in a `/proc/PID/status` text, in bytes; undefined when there is no such line. */
export function peakMemoryIn(status: Buffer): number | undefined {
  const start = status.indexOf('VmHWM:');
  if (start < 0) return undefined;
  const kilobytes = Number.parseInt(status.toString('latin1', start + 6, status.indexOf('kB', start)), 10);
  return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
}

/** How long a peak is good as long as the present use does not grow (ms). */
const freshMs = 25;

/**
 * Follows a process's resident memory in Linux's /proc. It is asked at every invocation, so it reads the peak,
 * which costs tens of microseconds, once in a while, and in between the present use, which costs two. Elsewhere
 * it knows nothing and says 0.
 */
export class MemoryGauge {
  #status: number | undefined;
  #statm: number | undefined;
  #last = 0;
  #pages = 0;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(pid: number) {
    try {
      this.#status = openSync(`/proc/${pid}/status`, 'r');
      this.#statm = openSync(`/proc/${pid}/statm`, 'r');
    } catch {
      this.close();
    }
  }

  /** The most that the process has held, in bytes; what was read last when it has ended. */
  peak(): number {
    if (this.#status === undefined || this.#statm === undefined) return this.#last;
    try {
      const now = performance.now();
      const pages = residentPages(read(this.#statm));
      if (now - this.#readAt > freshMs || pages > this.#pages) {
        this.#readAt = now;
        this.#pages = pages;
        this.#last = peakMemoryIn(read(this.#status)) ?? this.#last;
      }
    } catch {
      // ESRCH: the process is gone.
    }
    return this.#last;
  }

  close(): void {
    for (const file of [this.#status, this.#statm]) if (file !== undefined) closeSync(file);
    this.#status = undefined;
    this.#statm = undefined;
  }
}

const read = (file: number) => buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));

/** The resident memory in a `/proc/PID/statm` text, in pages: its second number. */
const residentPages = (statm: Buffer) =>
  Number.parseInt(statm.toString('latin1', statm.indexOf(' ') + 1), 10);
