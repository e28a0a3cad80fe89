import type { IncomingHttpHeaders } from 'node:http';
import { quoted } from './ascii-json.ts';

/** What a request asks for, as far as it matters whether a web page may ask for it. */
export type Surface =
  /** The Runtime API, which only the program of a function uses. */
  | { readonly kind: 'runtime' }
  /** Lambda's API, and whatever else the emulator answers itself. */
  | { readonly kind: 'api' }
  /** A path of a function that has no public URL on AWS, or a path of no function; `advice` is what opens others. */
  | {
      readonly kind: 'private';
      readonly functionName?: string | undefined;
      readonly advice?: string | undefined;
    }
  /** A function URL with auth `none`, or an API with CORS: open to every web page, as on AWS. */
  | { readonly kind: 'public' };

/** What the rules look at. */
export interface BrowserRequest {
  readonly surface: Surface;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused. */
export interface Refusal {
  /** One line: what is wrong, with its value, and what to do. */
  readonly message: string;
  /** Where the request comes from, as far as it says so; not quoted. */
  readonly origin: string;
}

interface Rule {
  readonly on: readonly Surface['kind'][];
  /** What is not in order, as the beginning of a sentence; undefined when all is. */
  finds(request: BrowserRequest): string | undefined;
  /** What to do, where that depends on the rule rather than on the surface. */
  readonly advice?: string;
}

/** Names of this machine; a page that reaches us under another one was led here by its DNS (DNS rebinding). */
const localHost = /^(?:(?:[\w-]+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\]|host\.docker\.internal)(?::\d+)?$/i;

/** Headers that only browsers send, and a runtime never does: the `Sec-` names belong to them (Fetch standard). */
const browserHeader = /^(?:origin|referer|cookie|sec-.*|access-control-request-.*)$/;

/** PowerShell calls itself Mozilla too. */
const browserAgent = /^Mozilla\/(?!.*PowerShell)/i;

const ownOrigin = ({ headers }: BrowserRequest) => `http://${headers.host}`.toLowerCase();

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : 'null');

function foreignHost({ headers }: BrowserRequest): string | undefined {
  const host = headers.host ?? '';
  return localHost.test(host) ? undefined : `Host ${quoted(host)} is not a name of this machine`;
}

function webSocket({ headers }: BrowserRequest): string | undefined {
  const asked =
    headers.upgrade?.toLowerCase().includes('websocket') ||
    Object.keys(headers).some((name) => name.startsWith('sec-websocket-'));
  return asked ? 'WebSocket connections are not supported' : undefined;
}

function anySignOfABrowser({ headers }: BrowserRequest): string | undefined {
  const name = Object.keys(headers).find((header) => browserHeader.test(header));
  if (name !== undefined) return `Requests with the header ${quoted(name)} are refused`;
  const agent = headers['user-agent'];
  return agent !== undefined && browserAgent.test(agent)
    ? `Requests of ${quoted(agent)} are refused`
    : undefined;
}

function preflight({ method, headers }: BrowserRequest): string | undefined {
  const asked = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  return asked ? `CORS requests from ${quoted(headers.origin ?? '')} are refused` : undefined;
}

function foreignOrigin(request: BrowserRequest): string | undefined {
  const { origin } = request.headers;
  return origin === undefined || origin.toLowerCase() === ownOrigin(request)
    ? undefined
    : `Requests from the origin ${quoted(origin)} are refused`;
}

/** `none` is an address that the user typed; a page cannot bring it about, and no typed address is a POST. */
function foreignSite({ method, headers }: BrowserRequest): string | undefined {
  const site = headers['sec-fetch-site']?.toString();
  if (site === undefined || site === 'same-origin') return undefined;
  if (site === 'none' && (method === 'GET' || method === 'HEAD')) return undefined;
  return `${method} requests with Sec-Fetch-Site ${quoted(site)} are refused`;
}

/** For browsers that send neither Origin nor Sec-Fetch-Site. */
function foreignReferer(request: BrowserRequest): string | undefined {
  const { referer, origin, 'sec-fetch-site': site } = request.headers;
  if (referer === undefined || origin !== undefined || site !== undefined) return undefined;
  const from = originOf(referer);
  return from === originOf(ownOrigin(request)) ? undefined : `Requests from ${quoted(referer)} are refused`;
}

const everywhere = ['runtime', 'api', 'private', 'public'] as const;
const closed = ['api', 'private'] as const;

/** The rules, in order: the first that finds something decides. */
const rules: readonly Rule[] = [
  { on: everywhere, finds: foreignHost, advice: 'use 127.0.0.1 or localhost' },
  { on: everywhere, finds: webSocket, advice: 'use HTTP' },
  { on: ['runtime'], finds: anySignOfABrowser },
  { on: closed, finds: preflight },
  { on: closed, finds: foreignOrigin },
  { on: closed, finds: foreignSite },
  { on: closed, finds: foreignReferer },
];

function advice(surface: Surface): string {
  switch (surface.kind) {
    case 'runtime':
      return 'the Runtime API is for the program of a function; use the function URL or the Invoke API';
    case 'private':
      if (surface.advice !== undefined) return surface.advice;
      return surface.functionName === undefined
        ? 'no function with a public URL has this path'
        : `add "url": {"auth": "none"} to function ${quoted(surface.functionName)} in .yo-rc.json to open it to web pages`;
    default:
      return 'use the AWS CLI, an SDK, or a page of this address';
  }
}

function sender({ headers }: BrowserRequest): string {
  return (
    headers.origin ?? (headers.referer === undefined ? `Host ${headers.host}` : originOf(headers.referer))
  );
}

/**
 * Whether a request may come in: undefined, or the reason why not. A client other than a browser sends none of what
 * the rules look at, apart from Host. Sources: Fetch standard (Origin, CORS), W3C Fetch Metadata (Sec-Fetch-Site),
 * RFC 6455 (WebSocket), RFC 9110 7.2 (Host).
 */
export function refusalOf(request: BrowserRequest): Refusal | undefined {
  for (const { on, finds, advice: own } of rules) {
    if (!on.includes(request.surface.kind)) continue;
    const found = finds(request);
    if (found !== undefined) {
      return { message: `${found}; ${own ?? advice(request.surface)}.`, origin: sender(request) };
    }
  }
  return undefined;
}
