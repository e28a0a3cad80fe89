import type { EventSink } from './types.ts';

/** Shows an error of the emulator's own; one that cannot be shown is dropped. */
export function showFailure(error: unknown, notice: (text: string) => void): void {
  try {
    notice(`The emulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } catch {
    // The console cannot be written to.
  }
}

/** Lets work go on that no caller waits for; what it throws is shown, and ends nothing. */
export function inBackground(work: Promise<unknown>, emit: EventSink): void {
  work.catch((error: unknown) => showFailure(error, (text) => emit({ type: 'notice', text })));
}
