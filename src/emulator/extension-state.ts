import type { ServerResponse } from 'node:http';
import type { ExtensionEvent, Refusal } from './extension-requests.ts';

/** The states of AWS's state machine of extensions, under its names. */
export type ExtensionState = 'Started' | 'Registered' | 'Ready' | 'Running' | 'InitError' | 'ExitError';

/** Why a sandbox is shut down, as its extensions are told. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** An extension as the log shows it. */
export interface ExtensionStatus {
  readonly name: string;
  readonly state: ExtensionState;
  readonly events: readonly ExtensionEvent[];
  readonly errorType?: string | undefined;
}

/** An extension of a sandbox. */
export interface Extension {
  readonly id: string;
  readonly name: string;
  readonly isExternal: boolean;
  state: ExtensionState;
  events: ReadonlySet<ExtensionEvent>;
  errorType: string | undefined;
  /** Its request for the next event, while it is open. */
  waiting: ServerResponse | undefined;
  /** An event that it has not asked for yet. */
  pending: object | undefined;
}

/** What an extension reports of itself, by the last part of the path, and the states that it may do it in. */
export const reports: Readonly<
  Record<string, { state: ExtensionState; type: string; from: readonly ExtensionState[] }>
> = {
  'init/error': { state: 'InitError', type: 'Extension.InitError', from: ['Registered', 'InitError'] },
  'exit/error': {
    state: 'ExitError',
    type: 'Extension.ExitError',
    from: ['Registered', 'Ready', 'Running', 'ExitError'],
  },
};

/** A request that does not fit to what the extension has asked for so far. */
export const notAllowed = ({ state, name }: Extension, to: ExtensionState): Refusal => ({
  errorType: 'Extension.InvalidExtensionState',
  message: `State transition from ${state} to ${to} failed for extension ${name}. Error: State transition is not allowed`,
});

/** Why an identifier belongs to no extension. */
export function identifierProblem(id: string): Refusal {
  if (id === '') {
    return {
      errorType: 'Extension.MissingExtensionIdentifier',
      message: 'Missing Lambda-Extension-Identifier header',
    };
  }
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
    ? { errorType: 'Extension.UnknownExtensionIdentifier', message: `Unknown extension ${id}` }
    : { errorType: 'Extension.InvalidExtensionIdentifier', message: 'Invalid Lambda-Extension-Identifier' };
}
