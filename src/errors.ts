import { visibleLine } from './ui/visible.ts';

/**
 * The exit codes of every command (the same numbers behind both doors).
 * `found` is for checks that ran well and found problems.
 */
export const exitCodes = { done: 0, failed: 1, usage: 2, found: 3, interrupted: 130 } as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that a user can act on: one line that says what is wrong, with which value, and what to do.
 * What it holds of names, paths and answers is quoted for a terminal. It is printed without a stack trace. `code` is
 * numeric because `yo` takes it for its exit code.
 */
export class UserError extends Error {
  readonly code: ExitCode;

  constructor(message: string, code: ExitCode = exitCodes.failed, options?: ErrorOptions) {
    super(visibleLine(message), options);
    this.name = 'UserError';
    this.code = code;
  }
}

/** A flag, an argument or a name that cannot be used (exit code 2). */
export class UsageError extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.usage, options);
    this.name = 'UsageError';
  }
}

/** The user or a signal ended the run (exit code 130). */
export class InterruptedError extends UserError {
  constructor(message = 'Interrupted; nothing was changed.') {
    super(message, exitCodes.interrupted);
    this.name = 'InterruptedError';
  }
}
