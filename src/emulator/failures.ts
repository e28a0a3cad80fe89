import { constants } from 'node:os';
import { limits } from './limits.ts';

/** A failure that the service itself reports. `message` is without the request id that it is sent with. */
export interface Failure {
  readonly errorType: string;
  readonly message: string;
  /** What the REPORT line calls it, where that differs from `errorType`. */
  readonly reportedType?: string;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const invalidEntrypoint = 'Runtime.InvalidEntrypoint';

/** There is no program to start. */
export const noBootstrap: Failure = {
  errorType: invalidEntrypoint,
  message: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
};

/** The kernel's reasons to refuse a program, in the words of the service's log. */
export type ExecProblem = 'exec format error' | 'permission denied' | 'no such file or directory';

/** The program is there and the kernel does not start it. */
export const execFailure = (problem: ExecProblem): Failure => ({
  errorType: invalidEntrypoint,
  message: `fork/exec /var/task/bootstrap: ${problem}`,
});

/** What the service calls signals: Go's names for them. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGALRM: 'alarm clock',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
  SIGUSR1: 'user defined signal 1',
  SIGUSR2: 'user defined signal 2',
};

/** How a process ended, in Go's words; undefined when it ended well. */
function exitWords({ code, signal }: Exit): string | undefined {
  if (signal !== null) return `signal: ${signalNames[signal] ?? `signal ${constants.signals[signal]}`}`;
  return code === 0 ? undefined : `exit status ${code}`;
}

function describeExit(exit: Exit): string {
  const words = exitWords(exit);
  return words === undefined
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: ${words}`;
}

/** The process ended before it answered. */
export const exitFailure = (exit: Exit): Failure => ({
  errorType: 'Runtime.ExitError',
  message: describeExit(exit),
});

/**
 * An extension's process ended, whatever it was doing. What it reported before says more than that it crashed.
 * Source: AWS's Runtime Interface Emulator (fatalerror.go, handlers.go), and the service's logs.
 */
export const extensionExit = (exit: Exit, reported: string | undefined): Failure => ({
  errorType: reported ?? 'Extension.Crash',
  message: exitWords(exit) ?? 'exit code 0',
});

/** An extension of a layer could not be started. */
export const extensionLaunch = (name: string, problem: ExecProblem): Failure => ({
  errorType: 'Extension.LaunchError',
  message: `fork/exec /opt/extensions/${name}: ${problem}`,
});

/** There are more extensions in the layers than the service starts. */
export const tooManyExtensions: Failure = {
  errorType: 'Extension.LaunchError',
  message: 'ErrTooManyExtensions',
};

/** The process was killed for its memory: the caller reads of the signal, the REPORT line names the cause. */
export const outOfMemory: Failure = {
  ...exitFailure({ code: null, signal: 'SIGKILL' }),
  reportedType: 'Runtime.OutOfMemory',
};

/** The words for a timeout, in the log and to the caller. */
export const timeoutMessage = (seconds: number): string =>
  `Task timed out after ${seconds.toFixed(2)} seconds`;

/** The function ran longer than its timeout (seconds). */
export const timeoutFailure = (seconds: number): Failure => ({
  errorType: 'Sandbox.Timedout',
  message: timeoutMessage(seconds),
});

/** The error document for a failure, with the request id in front of the message as the service sends it. */
export function failureBody(requestId: string, { errorType, message }: Failure): Buffer {
  return errorDocument(errorType, `RequestId: ${requestId} Error: ${message}`);
}

/** An error document in Lambda's form. */
export function errorDocument(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}

/** A response over the limit; the function's own answer is dropped. */
export const responseTooLarge = {
  errorType: 'Function.ResponseSizeTooLarge',
  body: errorDocument(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${limits.response} bytes).`,
  ),
};

/** A Lambda-Runtime-Function-Response-Mode that is neither "buffered" nor "streaming". */
export const invalidResponseMode = {
  errorType: 'Runtime.InvalidResponseModeHeader',
  body: errorDocument('Runtime.InvalidResponseModeHeader', 'Invalid response mode header'),
};

/** What a caller is told of an error that may have no type. */
export const shownType = ({ errorType }: { readonly errorType: string }): string => errorType || 'Unhandled';

/**
 * The type under which the service's log knows a reported error: "Runtime.X" and "Function.X" as they are,
 * anything else as unknown (the rule of AWS's Runtime Interface Emulator).
 */
export function platformErrorType(reported: string | undefined): string {
  if (reported !== undefined && /(?:Runtime|Function)\.[A-Z][a-zA-Z]+/.test(reported)) return reported;
  return reported?.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}
