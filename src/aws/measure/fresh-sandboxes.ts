import type { CpuWay } from '../../emulator/cpu/way.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { invokeError } from '../../emulator/invoke.ts';
import { collect } from '../../emulator/outcome.ts';
import type { EmulatedFunction, InvocationReport } from '../../emulator/types.ts';
import type { UserError } from '../../errors.ts';

/** What an invocation took, and how it failed where it did. */
export interface Invoked {
  readonly report: InvocationReport;
  readonly error: UserError | undefined;
}

/** A function in a sandbox that is replaced by another one when it is asked to be. */
export interface FreshSandboxes {
  /** One invocation, in the sandbox of the one before unless `renew` was called in between. */
  invoke(payload: Buffer): Promise<Invoked>;
  /** The next invocation is a cold start. */
  renew(): void;
  close(): Promise<void>;
}

/** Starts an emulator for one function with one sandbox at a time, held to a CPU share by `cpu`. */
export async function freshSandboxes(fn: EmulatedFunction, cpu: CpuWay | undefined): Promise<FreshSandboxes> {
  const { service, close } = await startEmulator({ functions: [fn], concurrency: 1, cpu });
  return {
    close,
    // The sandbox that has answered runs older code than this, so it is not used again.
    renew: () => service.resume([fn]),
    invoke: async (payload) => {
      const started = service.start({ functionName: fn.name, payload });
      const outcome = await collect(await started.outcome);
      const report = await started.over;
      if (outcome.kind !== 'error') return { report, error: undefined };
      const failure = { functionName: fn.name, functionError: 'Unhandled', statusCode: 200 };
      return { report, error: invokeError({ ...failure, payload: outcome.body.toString() }) };
    },
  };
}
