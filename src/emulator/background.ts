import type { EventSink } from './types.ts';

/** Lets work go on that no caller waits for; what it throws after all is shown, and ends nothing. */
export function inBackground(work: Promise<unknown>, emit: EventSink): void {
  work.catch((error: Error) => {
    try {
      emit({ type: 'notice', text: `The emulator failed: ${error.stack ?? error.message}` });
    } catch {
      // The console cannot be written to.
    }
  });
}
