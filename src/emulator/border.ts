import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { quoted } from './ascii-json.ts';
import { showFailure } from './background.ts';
import type { BorderLimits } from './border-limits.ts';
import { refusalOf, type Surface } from './browser.ts';
import { UnfinishedBodies } from './unfinished.ts';

/** Where a request leads, found without doing anything yet. */
export interface Target {
  /** Decides what a web page may do with it. */
  readonly surface: Surface;
  /** Answers it; may throw or reject with anything. */
  serve(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

export interface BorderSetup {
  route(request: IncomingMessage): Target;
  /** Tells the user something, in one line or more. */
  readonly notice: (text: string) => void;
  readonly limits: BorderLimits;
}

/** Origins that are remembered as told of. */
const mostOrigins = 100;

/**
 * An HTTP server through which every request of the emulator comes in: it refuses web pages where they have no
 * business, ends what is too slow or too much, and survives whatever the code behind it throws.
 */
export function borderServer({ route, notice, limits }: BorderSetup): Server {
  const told = new Set<string>();
  const unfinished = new UnfinishedBodies(limits);
  const tell = (key: string, text: string) => {
    if (told.has(key) || told.size >= mostOrigins) return;
    told.add(key);
    notice(text);
  };

  const failed = (request: IncomingMessage, response: ServerResponse, error: unknown): void => {
    // The connection was closed, by either side, in the middle of the request.
    if (request.destroyed && !request.complete) {
      response.destroy();
      return;
    }
    showFailure(error, notice);
    if (response.headersSent) response.destroy();
    else answer(request, response, 500, 'The emulator failed; its console shows the reason.');
  };

  const enter = (request: IncomingMessage, response: ServerResponse): void | Promise<void> => {
    const target = route(request);
    const { method = '', headers } = request;
    const refusal = refusalOf({ surface: target.surface, method, headers });
    if (!refusal) return target.serve(request, response);
    const what = `${method} ${quoted(request.url ?? '')} from ${quoted(refusal.origin)}`;
    answer(request, response, 403, refusal.message);
    tell(refusal.origin, `Refused ${what} (shown once): ${refusal.message}`);
  };

  const server = createServer(
    {
      // A body has limits of its own: those of a runtime's response may take as long as its program lives.
      requestTimeout: 0,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.sweepMs,
      keepAliveTimeout: limits.keepAliveMs,
      noDelay: true,
    },
    (request, response) => {
      // A request that breaks off is an error only for its listeners; that of a response would end the process.
      response.on('error', ignore);
      unfinished.watch(request, response);
      try {
        enter(request, response)?.catch(failed.bind(undefined, request, response));
      } catch (error) {
        failed(request, response, error);
      }
    },
  );
  server.on('connection', (socket) => unfinished.connected(socket));
  server.maxConnections = limits.connections;
  server.on('drop', () =>
    tell('', `More than ${limits.connections} connections are open; those beyond are closed at once.`),
  );
  server.once('listening', () => {
    const sweeping = setInterval(() => unfinished.sweep(), limits.sweepMs).unref();
    server.once('close', () => clearInterval(sweeping));
    server.on('error', (error) => notice(`A listener of the emulator failed: ${error.message}`));
  });
  return server;
}

/** What reads or writes a connection sees its end through `close`. */
const ignore = () => undefined;

function answer(request: IncomingMessage, response: ServerResponse, status: number, Message: string): void {
  request.resume();
  response.writeHead(status, { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' });
  response.end(JSON.stringify({ Message }));
}
