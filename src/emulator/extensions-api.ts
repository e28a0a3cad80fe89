import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, readBody } from './body.ts';
import { limits } from './limits.ts';
import { headerText, notFound, refuse } from './runtime-answers.ts';

const prefix = '/2020-01-01/extension/';
const registerPath = `${prefix}register`;
const nextPath = `${prefix}event/next`;

/** Whether a request is for the Extensions API. */
export const isForExtensions = (path: string): boolean => path.startsWith(prefix);

/** What an extension is told about the function. */
export interface ExtensionFunction {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
}

const eventTypes = ['INVOKE', 'SHUTDOWN'];

/** The events of a registration; undefined when the body is none. */
function eventsIn(body: Buffer): readonly unknown[] | undefined {
  try {
    const { events = [] } = JSON.parse(body.toString()) as { events?: unknown };
    return Array.isArray(events) ? events : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The part of the Extensions API that a process uses to be sent SIGTERM: internal extensions that ask for no events. Others
 * are refused by name, since nothing would tell them of an invocation.
 */
export class ExtensionsApi {
  readonly #extensions = new Map<string, string>();
  readonly #fn: ExtensionFunction | undefined;

  constructor(fn: ExtensionFunction | undefined) {
    this.#fn = fn;
  }

  /** Whether the service would say SIGTERM to the process before it ends it. */
  get isUsed(): boolean {
    return this.#extensions.size > 0;
  }

  /** Forgets the extensions of a process that is gone. */
  reset(): void {
    this.#extensions.clear();
  }

  /**
   * Serves a request.
   * @param isOpen whether the runtime has not asked for an event yet.
   */
  handle(request: IncomingMessage, response: ServerResponse, isOpen: boolean): void | Promise<void> {
    const call = `${request.method} ${request.url}`;
    if (call === `POST ${registerPath}`) return this.#register(request, response, isOpen);
    return call === `GET ${nextPath}` ? this.#next(request, response) : notFound(response);
  }

  async #register(request: IncomingMessage, response: ServerResponse, isOpen: boolean): Promise<void> {
    const deny = (type: string, message: string) => refuse(response, 403, type, message);
    const name = headerText(request.headers['lambda-extension-name']) ?? '';
    const events = eventsIn(await this.#read(request));
    if (name === '') return deny('Extension.InvalidExtensionName', 'Empty extension name');
    if (events === undefined) return deny('InvalidRequestFormat', 'The body is no registration');
    if (!isOpen) return deny('Extension.RegistrationClosed', 'Extension registration is closed');
    if ([...this.#extensions.values()].includes(name)) {
      return deny('Extension.AlreadyRegistered', 'Extension already registered');
    }
    const [event] = events;
    if (event !== undefined) {
      const why = !eventTypes.includes(String(event))
        ? 'ErrorInvalidEventType'
        : event === 'SHUTDOWN'
          ? 'ShutdownEventNotSupportedForInternalExtension'
          : 'the emulator has no events for extensions';
      return deny('Extension.InvalidEventType', `${event}: ${why}`);
    }
    const id = randomUUID();
    this.#extensions.set(id, name);
    const text = JSON.stringify(this.#fn ?? {});
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Lambda-Extension-Identifier': id,
    });
    response.end(text);
  }

  /** Waits with the extension: nothing that it has asked for ever happens. */
  #next(request: IncomingMessage, response: ServerResponse): void {
    const id = headerText(request.headers['lambda-extension-identifier']);
    if (id === undefined)
      refuse(response, 403, 'Extension.MissingHeader', 'Missing Lambda-Extension-Identifier');
    else if (!this.#extensions.has(id)) {
      refuse(response, 403, 'Extension.UnknownExtensionIdentifier', 'Unknown extension');
    }
  }

  /** A body over the limit counts as one that cannot be read. */
  async #read(request: IncomingMessage): Promise<Buffer> {
    try {
      return await readBody(request, limits.response);
    } catch (error) {
      if (error instanceof BodyTooLarge) return Buffer.alloc(0);
      throw error;
    }
  }
}
