import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import { type Failures, failuresIn } from './batch-response.ts';
import { deliver } from './deliver.ts';

export interface BatchDeliverySetup {
  readonly service: LambdaService;
  readonly emit: EventSink;
  readonly functionName: string;
  /** Where the items come from, as the console shows it. */
  readonly title: string;
  readonly noun: 'message' | 'record';
  /** Whether the function's response names the items that failed (ReportBatchItemFailures). */
  readonly reportFailures: boolean;
  /** What becomes of a batch whose failures are named and do not count, as the end of a sentence. */
  readonly otherwise: string;
  readonly notice: (text: string) => void;
}

/** Takes batches through a function and tells what failed; what the user should know of a response is said. */
export class BatchDelivery {
  readonly #setup: BatchDeliverySetup;
  #saidIgnored = false;

  constructor(setup: BatchDeliverySetup) {
    this.#setup = setup;
  }

  /** "1 message", "2 messages" */
  counted(count: number): string {
    const { noun } = this.#setup;
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
  }

  /** Those of the ids whose items are not done after an invocation: all of them where the function failed. */
  async failed(payload: Buffer, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const { service, emit, functionName, title, reportFailures } = this.#setup;
    let failures: Failures = { failed: ids, isIgnored: false };
    const outcome = await deliver(service, emit, {
      functionName,
      payload,
      what: `${title} (${this.counted(ids.size)})`,
      complaint: (body) => {
        failures = failuresIn(body.toString(), ids, reportFailures);
        const { size } = failures.failed;
        return size === 0 ? undefined : `${size} of ${this.counted(ids.size)} failed`;
      },
    });
    if (outcome.kind !== 'error') this.#remark(failures);
    return failures.failed;
  }

  #remark({ problem, isIgnored }: Failures): void {
    const { functionName, otherwise, notice } = this.#setup;
    if (problem !== undefined)
      notice(`the response of ${functionName} ${problem}, so the whole batch counts as failed.`);
    if (!isIgnored || this.#saidIgnored) return;
    this.#saidIgnored = true;
    notice(
      `${functionName} returned "batchItemFailures", which count only with report-failures (ReportBatchItemFailures on AWS); ${otherwise}.`,
    );
  }
}
