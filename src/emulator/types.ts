import type { Readable } from 'node:stream';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Architecture } from '../platform/architectures.ts';
import type { Runtime } from '../platform/runtimes.ts';
import type { FunctionSettings } from '../project/settings.ts';
import type { ConfigurationRequest } from '../settings/row.ts';

/** How a sandbox's process starts: the program, its arguments, and the folder that stands for /var/task. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The processor that the program must be built for; absent when it is not a native binary. */
  readonly architecture?: Architecture;
  /** False where the memory setting says nothing about the process: a JIT needs more than the same code compiled. */
  readonly limitsMemory?: false;
}

/** The layers of a function, one over the other, as they are in /opt on Lambda. */
export interface OptFolder {
  /** Absolute. */
  readonly folder: string;
  /** The program that makes a file system in which the folder is at /opt; absent where that cannot be. */
  readonly unshare?: string | undefined;
}

/** A Lambda function as the emulator runs it. Memory in MB, timeout in seconds. */
export interface EmulatedFunction {
  readonly name: string;
  readonly handler: string;
  readonly runtime: Runtime;
  readonly memorySize: number;
  readonly timeout: number;
  /** Where it is not the usual one. */
  readonly logGroup?: string | undefined;
  /** The format of its log, and what the service itself writes into it. */
  readonly log?: Pick<FunctionSettings, 'logFormat' | 'systemLogLevel'> | undefined;
  readonly launch: Launch;
  readonly opt?: OptFolder | undefined;
  /** The function's own environment variables. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Its function URL on AWS; without one, or with auth `iam`, web pages from elsewhere may not call it. */
  readonly url?: FunctionSettings['url'];
  /** What else it is configured with on AWS, for those who ask. */
  readonly configured?: ConfigurationRequest & Pick<FunctionConfiguration, 'Architectures'>;
}

/** The project that an emulator runs the functions of. */
export interface ServedProject {
  /** Absolute. */
  readonly folder: string;
  /** When the code that answers was built (ms since 1970). */
  builtAt(): number;
  /** Whether its tests can run the program in LambdaTestHost, as those of the built-in runtime can. */
  readonly hasTestHost?: boolean;
}

/** One event on its way to a function. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  /** JSON, as in the header of the Runtime API. */
  readonly clientContext?: string | undefined;
}

/** What a runtime reports in place of a response, or what the service says in its stead. */
export interface FunctionError {
  readonly errorType: string;
  /** The error document (JSON). */
  readonly body: Buffer;
}

/** How an invocation ended, seen from its caller. */
export type Outcome =
  | { readonly kind: 'payload'; readonly body: Buffer; readonly contentType: string }
  | ({ readonly kind: 'error' } & FunctionError)
  | {
      readonly kind: 'stream';
      readonly contentType: string;
      readonly stream: Readable;
      /** Resolves after the last byte; with the error when the function failed midway. */
      readonly completion: Promise<FunctionError | undefined>;
    };

/** The figures of one invocation, as in its REPORT line. Durations in ms, memory in MB. */
export interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySize: number;
  readonly maxMemoryUsed: number;
  /** Only on a cold start. */
  readonly initDurationMs?: number | undefined;
  readonly status?: 'error' | 'timeout' | undefined;
  readonly errorType?: string | undefined;
}

/** What happens inside, to be shown or recorded. */
export type EmulatorEvent =
  /** A line of a function's log: its own output, or the platform's START, END, REPORT… */
  | {
      readonly type: 'log';
      readonly functionName: string;
      readonly line: string;
      /** Of the invocation under way, if there is one. */
      readonly requestId?: string | undefined;
    }
  /** An invocation was asked for; it may have to wait for a sandbox. */
  | {
      readonly type: 'accepted';
      readonly functionName: string;
      readonly requestId: string;
      readonly payload: Buffer;
    }
  /** Its caller has the answer; the sandbox may be at work still. */
  | {
      readonly type: 'answered';
      readonly functionName: string;
      readonly requestId: string;
      readonly outcome: Outcome;
    }
  /** An invocation is over. */
  | { readonly type: 'invoked'; readonly functionName: string; readonly report: InvocationReport }
  /** A request was answered. */
  | {
      readonly type: 'request';
      readonly functionName: string;
      readonly what: string;
      readonly status: number;
      readonly error?: string | undefined;
      readonly durationMs: number;
    }
  /** A build has begun. */
  | { readonly type: 'building' }
  /** A build is over; `errors` are the compiler's, or the reason why there was none. */
  | {
      readonly type: 'built';
      readonly ok: boolean;
      readonly durationMs: number;
      readonly errors: readonly string[];
    }
  /** Something that the user should know and that Lambda itself would not say. */
  | { readonly type: 'notice'; readonly text: string };

export type EventSink = (event: EmulatorEvent) => void;
