import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

/** The route that a request took. */
export interface TakenRoute {
  /** `GET /orders/{id}` or `$default` */
  readonly key: string;
  /** The path of the route: `/orders/{id}`. */
  readonly resource: string;
  /** Decoded; undefined where the route has no parameters. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** What an event says besides the request. */
export interface EventContext {
  /** A UUID. */
  readonly requestId: string;
  /** API Gateway's second id of a request: 15 characters and an equals sign. */
  readonly extendedId: string;
  readonly traceId: string;
  readonly region: string;
  readonly accountId: string;
  /** What stands first in the host's name. */
  readonly apiId: string;
  readonly stage: string;
  readonly route: TakenRoute;
  /** Of who calls, where there is an authorizer; as they were given. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** The content types that a REST API hands over as base64. */
  readonly binaryMediaTypes: readonly string[];
  readonly now: Date;
}

/** What a function's response becomes. */
export interface Translated {
  readonly response: HttpResponse;
  /** What the user should know of it, as a sentence. */
  readonly note?: string | undefined;
}

/** What a service answers by itself. */
export interface OwnAnswers {
  /** The function failed, or its response cannot be understood. */
  readonly failed: HttpResponse;
  /** The request is larger than the service, or Lambda, takes. */
  readonly tooLarge: HttpResponse;
  /** Lambda takes no more calls now. */
  readonly throttled: HttpResponse;
  /** The emulator itself has no room for the body now. */
  readonly busy: HttpResponse;
}

/** The same of what has routes. */
export interface ApiAnswers extends OwnAnswers {
  readonly noRoute: HttpResponse;
  /** The path does not begin with the stage. */
  readonly noStage: HttpResponse;
}

/** A way in which HTTP comes to a function and goes back. */
export interface HttpFormat {
  /** As messages and pages call it. */
  readonly title: string;
  /** The event; undefined members are left out of its JSON. */
  event(request: HttpRequest, context: EventContext): object;
  /** What the event does not say of the request, as a sentence, where the user should know. */
  warning?(request: HttpRequest, context: EventContext): string | undefined;
  /** What the function returned as HTTP; undefined when the service cannot understand it. */
  response(payload: Buffer, request: HttpRequest, context: EventContext): Translated | undefined;
  /** What the service adds to each response, names and values in turn. */
  responseHeaders(context: EventContext): readonly string[];
  readonly answers: OwnAnswers;
  /** The status that a preflight is answered with. */
  readonly preflightStatus: number;
  /** Bytes of a request's body; Lambda's own limit holds for the event besides. */
  readonly requestBytes: number;
  /** Bytes of what the function returns. */
  readonly responseBytes: number;
  /** After so many seconds the service answers in the function's stead, and with what. */
  readonly patience?: { readonly seconds: number; readonly status: number };
  /** Whether a streamed response is passed on as it comes. */
  readonly streams: boolean;
}

/**
 * What to say of a function that took so many seconds: here it, or who debugs it, has all its time; a service in front
 * of it has not.
 */
export function slowNote({ patience, title }: HttpFormat, seconds: number): string | undefined {
  if (patience === undefined || seconds <= patience.seconds) return undefined;
  const { status, seconds: most } = patience;
  return `it took ${seconds.toFixed(1)} s; on AWS the client gets ${status} after ${most} s (${title})`;
}

/** An answer without a body. */
export const emptyAnswer = (status: number, headers: readonly string[]): HttpResponse => ({
  status,
  headers,
  body: Buffer.alloc(0),
});

/** An answer with a text of JSON. */
export const jsonAnswer = (status: number, body: string, ...extra: string[]): HttpResponse => ({
  status,
  headers: ['Content-Type', 'application/json', ...extra],
  body: Buffer.from(body),
});
