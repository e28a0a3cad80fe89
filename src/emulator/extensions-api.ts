import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBodyIfSmall } from './body.ts';
import { mostExtensions, type Refusal, registrationIn, wantsAccount } from './extension-requests.ts';
import {
  type Extension,
  type ExtensionState,
  type ExtensionStatus,
  identifierProblem,
  notAllowed,
  reports,
  type ShutdownReason,
} from './extension-state.ts';
import { limits } from './limits.ts';
import { accept, answerExtension, headerText, notFound, refuse } from './runtime-answers.ts';
import type { InvocationRequest } from './types.ts';

const prefix = '/2020-01-01/extension/';

/** Whether a request is for the Extensions API. */
export const isForExtensions = (path: string): boolean => path.startsWith(prefix);

/** What an extension is told about the function. */
export interface ExtensionFunction {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
}

/**
 * The Extensions API of one sandbox: who is registered, for what, and who still works on an event.
 * Source: AWS, "Lambda Extensions API"; error types and states from its Runtime Interface Emulator.
 */
export class ExtensionsApi {
  readonly #fn: ExtensionFunction | undefined;
  readonly #changed: () => void;
  #extensions: Extension[] = [];
  #fatal: string | undefined;

  /** `changed` is called whenever what the getters say may be another. */
  constructor(fn: ExtensionFunction | undefined, changed: () => void) {
    this.#fn = fn;
    this.#changed = changed;
  }

  /** Whether there is an extension, so that the runtime is told of its end with SIGTERM. */
  get isUsed(): boolean {
    return this.#extensions.length > 0;
  }

  /** Whether all that were started from a layer are registered. */
  get areRegistered(): boolean {
    return this.#extensions.every(({ state }) => state !== 'Started');
  }

  /** Whether all wait for the next event, so that the present one is done. */
  get areReady(): boolean {
    return this.#extensions.every(({ state }) => state === 'Ready');
  }

  /** The type of the first error that an extension reported of itself. */
  get fatal(): string | undefined {
    return this.#fatal;
  }

  get statuses(): ExtensionStatus[] {
    return this.#extensions.map(({ name, state, events, errorType }) => ({
      name,
      state,
      events: [...events],
      errorType,
    }));
  }

  /** Forgets all extensions of processes that are gone. */
  reset(): void {
    this.#extensions = [];
    this.#fatal = undefined;
  }

  /** An extension of a layer is started; it has to register under this name. */
  expect(name: string): void {
    this.#add(name, true);
  }

  /** Tells those that asked for INVOKE of an invocation. */
  invoke({ requestId, invokedFunctionArn, traceId }: InvocationRequest, deadlineMs: number): void {
    const event = {
      eventType: 'INVOKE',
      deadlineMs,
      requestId,
      invokedFunctionArn,
      tracing: { type: 'X-Amzn-Trace-Id', value: traceId },
    };
    for (const extension of this.#extensions) {
      if (extension.events.has('INVOKE')) this.#send(extension, event);
    }
  }

  /** Tells an external extension that the sandbox ends; false when it did not ask for that, or does not listen. */
  shutDown(name: string, shutdownReason: ShutdownReason, deadlineMs: number): boolean {
    const extension = this.#extensions.find((other) => other.name === name && other.isExternal);
    if (!extension?.events.has('SHUTDOWN')) return false;
    this.#send(extension, { eventType: 'SHUTDOWN', deadlineMs, shutdownReason });
    return true;
  }

  /** The name of the extension that a request is of; answers the request when it is of none. */
  identify(request: IncomingMessage, response: ServerResponse): string | undefined {
    return this.#extensionOf(request, response)?.name;
  }

  /**
   * Serves a request.
   * @param isOpen whether the runtime has not asked for an event yet.
   */
  handle(request: IncomingMessage, response: ServerResponse, isOpen: boolean): void | Promise<void> {
    const call = (request.url as string).slice(prefix.length);
    if (request.method === 'POST' && call === 'register') return this.#register(request, response, isOpen);
    if (request.method === 'GET' && call === 'event/next') return this.#next(request, response);
    if (request.method === 'POST' && Object.hasOwn(reports, call)) {
      return this.#report(call, request, response);
    }
    return notFound(response);
  }

  #add(name: string, isExternal: boolean): Extension {
    const extension: Extension = {
      id: randomUUID(),
      name,
      isExternal,
      state: 'Started',
      events: new Set(),
      errorType: undefined,
      waiting: undefined,
      pending: undefined,
    };
    this.#extensions.push(extension);
    return extension;
  }

  async #register(request: IncomingMessage, response: ServerResponse, isOpen: boolean): Promise<void> {
    const deny = ({ errorType, message }: Refusal) => refuse(response, 403, errorType, message);
    const body = await readBodyIfSmall(request, limits.response);
    const name = headerText(request.headers['lambda-extension-name']) ?? '';
    if (name === '') {
      return deny({ errorType: 'Extension.InvalidExtensionName', message: 'Empty extension name' });
    }
    const found = this.#extensions.find((extension) => extension.name === name);
    const events = registrationIn(body, found?.isExternal === true);
    if ('errorType' in events) return deny(events);
    const problem = this.#registrationProblem(found, isOpen);
    if (problem) return deny(problem);
    const extension = found ?? this.#add(name, false);
    extension.events = events;
    extension.state = 'Registered';
    this.#changed();
    this.#answer(response, extension.id, headerText(request.headers['lambda-extension-accept-feature']));
  }

  #registrationProblem(found: Extension | undefined, isOpen: boolean): Refusal | undefined {
    if (found?.isExternal) return found.state === 'Started' ? undefined : notAllowed(found, 'Registered');
    if (!isOpen) {
      return {
        errorType: 'Extension.RegistrationClosed',
        message: 'Extension registration closed already',
      };
    }
    if (found) {
      return {
        errorType: 'Extension.InvalidExtensionState',
        message: 'Extension with this name already registered',
      };
    }
    return this.#extensions.length < mostExtensions
      ? undefined
      : {
          errorType: 'Extension.TooManyExtensions',
          message: `Extension limit (${mostExtensions}) reached`,
        };
  }

  #answer(response: ServerResponse, id: string, features: string | undefined): void {
    const { accountId, ...fn } = this.#fn ?? {};
    answerExtension(response, wantsAccount(features) ? { ...fn, accountId } : fn, {
      'Lambda-Extension-Identifier': id,
    });
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    const extension = this.#extensionOf(request, response);
    if (!extension) return;
    const { state, waiting } = extension;
    const isFree = state === 'Registered' || state === 'Running' || (state === 'Ready' && !waiting);
    if (!isFree) {
      denyTransition(response, extension, 'Ready');
      return;
    }
    const { pending } = extension;
    extension.pending = undefined;
    if (pending) {
      writeEvent(response, pending);
      return;
    }
    extension.waiting = response;
    extension.state = 'Ready';
    response.once('close', () => {
      if (extension.waiting === response) extension.waiting = undefined;
    });
    this.#changed();
  }

  #report(call: string, request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const extension = this.#extensionOf(request, response);
    if (!extension) return;
    const header = 'Lambda-Extension-Function-Error-Type';
    const errorType = headerText(request.headers[header.toLowerCase()]) ?? '';
    if (errorType === '') {
      refuse(response, 403, 'Extension.MissingHeader', `${header} not found`);
      return;
    }
    const { state, type, from } = reports[call] as (typeof reports)[string];
    if (!from.includes(extension.state)) {
      denyTransition(response, extension, state);
      return;
    }
    extension.state = state;
    extension.errorType = errorType;
    this.#fatal ??= type;
    accept(response);
  }

  #extensionOf(request: IncomingMessage, response: ServerResponse): Extension | undefined {
    const id = headerText(request.headers['lambda-extension-identifier']) ?? '';
    const found = this.#extensions.find((extension) => extension.id === id && extension.state !== 'Started');
    if (found) return found;
    request.resume();
    const { errorType, message } = identifierProblem(id);
    refuse(response, 403, errorType, message);
    return undefined;
  }

  #send(extension: Extension, event: object): void {
    const { waiting } = extension;
    extension.state = 'Running';
    extension.waiting = undefined;
    if (waiting) writeEvent(waiting, event);
    else extension.pending = event;
  }
}

function denyTransition(response: ServerResponse, extension: Extension, to: ExtensionState): void {
  const { errorType, message } = notAllowed(extension, to);
  refuse(response, 403, errorType, message);
}

const writeEvent = (response: ServerResponse, event: object): void =>
  answerExtension(response, event, { 'Lambda-Extension-Event-Identifier': randomUUID() });
