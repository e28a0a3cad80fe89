/** Where the page of the emulator is; an API's own host has none. */
export const consolePath = '/_console/';

/** How many of each the emulator remembers, and the page shows. */
export const remembered = { invocations: 2000, notices: 200 } as const;

// What the API of the page says, in JSON. Times are ms since 1970, durations ms, memory MB.

export interface InvocationSummary {
  /** The request id. */
  readonly id: string;
  /** Counts all invocations since the emulator started, from 1. */
  readonly number: number;
  readonly functionName: string;
  readonly acceptedAt: number;
  readonly state: 'running' | 'succeeded' | 'failed';
  /** The last change of it, counted over all invocations. */
  readonly change: number;
  readonly errorType?: string | undefined;
  /** From here on only when it is over, as in its REPORT line. */
  readonly durationMs?: number | undefined;
  readonly billedMs?: number | undefined;
  readonly memorySize?: number | undefined;
  /** 0 where it is not measured, as for a program that a debugger started. */
  readonly maxMemoryUsed?: number | undefined;
  /** Only on a cold start. */
  readonly initDurationMs?: number | undefined;
}

/** A text as far as it is kept. */
export interface KeptText {
  readonly text: string;
  /** Of the whole. */
  readonly bytes: number;
  readonly isCut: boolean;
}

export interface InvocationDetail extends InvocationSummary {
  /** Absent when newer invocations have taken its room; so are response and log. */
  readonly event?: KeptText | undefined;
  /** What the caller got, or the error document. Absent before the answer, and for a streamed response. */
  readonly response?: KeptText | undefined;
  readonly isStreamed: boolean;
  readonly log: readonly string[];
  readonly isLogCut: boolean;
}

export interface FunctionState {
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memorySize: number;
  /** The processors that it has from its first event on; absent where it runs at full speed. */
  readonly vcpus?: number | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** Processes that are there now, warm or busy. */
  readonly sandboxes: number;
}

export interface BuildState {
  /** When the code that answers was built. */
  readonly builtAt: number;
  readonly isRunning: boolean;
  /** The last build of this run; absent where the code was there already. */
  readonly last?: BuildResult | undefined;
}

export interface BuildResult {
  readonly endedAt: number;
  readonly ok: boolean;
  readonly durationMs: number;
  readonly errors: readonly string[];
}

export interface ConsoleState {
  /** The project's folder. */
  readonly project: string;
  readonly functions: readonly FunctionState[];
  /** Whether the project's tests can run it in LambdaTestHost. */
  readonly hasTestHost: boolean;
  readonly build: BuildState;
  /** What stands in front of the functions: a name and a path below this address. */
  readonly apis: readonly { readonly name: string; readonly path: string }[];
}

/** Something that the emulator's terminal says. */
export interface ConsoleNotice {
  readonly change: number;
  readonly at: number;
  readonly text: string;
}

export interface EventList {
  /** What a request to each route of the APIs becomes; `index` is its place in its API, `route` is `GET /orders/{id}`. */
  readonly routes: readonly {
    readonly api: string;
    readonly index: number;
    readonly route: string;
    readonly functionName: string;
  }[];
  /** The files events/NAME.json; `functions` are those whose sample event it is. */
  readonly project: readonly { readonly name: string; readonly functions: readonly string[] }[];
  /** Those that "lambda-nativeaot event" lists. */
  readonly library: readonly { readonly name: string; readonly service: string; readonly title: string }[];
}
