import { closeSync, openSync, readSync } from 'node:fs';

const buffer = Buffer.alloc(4096);

/** The peak resident memory in a `/proc/PID/status` text, in bytes; undefined when there is no such line. */
export function peakMemoryIn(status: Buffer): number | undefined {
  const start = status.indexOf('VmHWM:');
  if (start < 0) return undefined;
  const kilobytes = Number.parseInt(status.toString('latin1', start + 6, status.indexOf('kB', start)), 10);
  return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
}

/**
 * Reads a process's peak resident memory from Linux's /proc, which costs some microseconds, so that it can be
 * asked for at every invocation. Elsewhere it knows nothing and says 0.
 */
export class MemoryGauge {
  private file: number | undefined;
  private last = 0;

  constructor(pid: number) {
    try {
      this.file = openSync(`/proc/${pid}/status`, 'r');
    } catch {
      this.file = undefined;
    }
  }

  /** The most that the process has held, in bytes; what was read last when it has ended. */
  peak(): number {
    if (this.file === undefined) return this.last;
    try {
      const length = readSync(this.file, buffer, 0, buffer.length, 0);
      this.last = peakMemoryIn(buffer.subarray(0, length)) ?? this.last;
    } catch {
      // ESRCH: the process is gone.
    }
    return this.last;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
