import type { BorderLimits } from './border-limits.ts';
import type { CpuWay } from './cpu/way.ts';
import type { Account } from './identity.ts';
import type { StreamedResponse } from './runtime-listener.ts';
import type { Telemetry } from './telemetry.ts';
import type { EmulatedFunction, EventSink, FunctionError } from './types.ts';

/** What a runtime answered to an event. */
export type RuntimeAnswer =
  | { readonly is: 'payload'; readonly body: Buffer; readonly contentType: string }
  | { readonly is: 'stream'; readonly response: StreamedResponse }
  | { readonly is: 'error'; readonly error: FunctionError };

/** What the runtime of a sandbox is made from, and whom it tells what happens. */
export interface RuntimeSetup {
  readonly fn: EmulatedFunction;
  readonly account: Account;
  readonly shell: NodeJS.ProcessEnv;
  /** What happens here, for extensions that subscribe. */
  readonly telemetry: Telemetry;
  /** Holds the function to the processor time of its memory setting; without it, it runs at full speed. */
  readonly cpu?: CpuWay | undefined;
  /** What its Runtime API takes from outside. */
  readonly border: BorderLimits;
  readonly emit: EventSink;
  readonly onLine: (line: string) => void;
  /** A line of an extension that runs beside the runtime. */
  readonly onExtensionLine: (line: string) => void;
  readonly onAnswer: (answer: RuntimeAnswer) => void;
}
