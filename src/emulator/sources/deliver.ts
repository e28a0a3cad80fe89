import { errorDocument, shownType } from '../failures.ts';
import { limits } from '../limits.ts';
import { type Collected, collect } from '../outcome.ts';
import { Throttled } from '../pool.ts';
import type { LambdaService, Started } from '../service.ts';
import type { EventSink } from '../types.ts';

/** An event of a source on its way to a function. */
export interface Delivery {
  readonly functionName: string;
  readonly payload: Buffer;
  /** Where it comes from, as the console shows it. */
  readonly what: string;
  /** What the console shows as an error of a response that arrived; undefined where all is well. */
  readonly complaint?: (body: Buffer) => string | undefined;
}

/** What the service answers where it does not run the function. */
interface Refused {
  readonly status: number;
  readonly errorType: string;
  readonly message: string;
}

const throttled: Refused = { status: 429, errorType: 'TooManyRequestsException', message: 'Rate Exceeded.' };
const tooLarge: Refused = {
  status: 413,
  errorType: 'RequestEntityTooLargeException',
  message: `The event has more than ${limits.syncPayload} bytes.`,
};

function start(service: LambdaService, { functionName, payload }: Delivery): Started | Refused {
  if (payload.length > limits.syncPayload) return tooLarge;
  try {
    return service.start({ functionName, payload });
  } catch (error) {
    if (error instanceof Throttled) return throttled;
    throw error;
  }
}

/** Runs a function with an event, and shows that as a request is shown. An event that the service refuses is an error. */
export async function deliver(
  service: LambdaService,
  emit: EventSink,
  delivery: Delivery,
): Promise<Collected> {
  const { functionName, what } = delivery;
  const begun = performance.now();
  const started = start(service, delivery);
  const show = (status: number, error: string | undefined) =>
    emit({ type: 'request', functionName, what, status, error, durationMs: performance.now() - begun });
  if (!('outcome' in started)) {
    const { status, errorType, message } = started;
    show(status, errorType);
    return { kind: 'error', errorType, body: errorDocument(errorType, message) };
  }
  const outcome = await collect(await started.outcome);
  show(200, outcome.kind === 'error' ? shownType(outcome) : delivery.complaint?.(outcome.body));
  // Its log is complete then, also where the emulator ends after this.
  await started.over;
  return outcome;
}
