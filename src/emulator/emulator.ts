import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.ts';
import { AttachedRuntime } from './attached.ts';
import { FunctionUrl } from './function-url.ts';
import { type Account, exampleAccountId } from './identity.ts';
import { InvokeApi, isApiPath } from './invoke-api.ts';
import { limits } from './limits.ts';
import { Sandbox } from './sandbox.ts';
import { LambdaService } from './service.ts';
import type { EmulatedFunction, EventSink } from './types.ts';

export interface EmulatorOptions {
  readonly functions: readonly EmulatedFunction[];
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** The most sandboxes of one function at one time; 10 by default. */
  readonly concurrency?: number | undefined;
  /** The function that gets every HTTP request, and every program that attaches itself. */
  readonly chosen?: string | undefined;
  /** The folder that the functions come from. */
  readonly project?: string | undefined;
  readonly onEvent?: EventSink | undefined;
  /** Where regions and credentials are taken from. */
  readonly shell?: NodeJS.ProcessEnv | undefined;
  /** How long the init phase may take (ms); Lambda's 10 s by default. */
  readonly initMs?: number | undefined;
}

export interface Emulator {
  /** `http://127.0.0.1:PORT`: the endpoint of Lambda's API and the root of the functions' URLs. */
  readonly url: string;
  readonly port: number;
  readonly service: LambdaService;
  /** Ends every sandbox and every connection. */
  close(): Promise<void>;
}

const runtimePrefix = '/2018-06-01/runtime/';

/** Names of this machine; a page in a browser that reaches us under another one was led here by its DNS. */
const localHost = /^(?:(?:[\w-]+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\]|host\.docker\.internal)(?::\d+)?$/i;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const advice = taken
        ? `Port ${port} is in use; choose another with --port, or --port 0 for a free one.`
        : '';
      reject(new UserError(advice || `127.0.0.1:${port} cannot be listened on: ${error.message}.`));
    });
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The account whose functions these are, in the shell's own region if it has one. */
export function accountOf(shell: NodeJS.ProcessEnv): Account {
  return { region: shell.AWS_REGION || shell.AWS_DEFAULT_REGION || 'us-east-1', accountId: exampleAccountId };
}

/**
 * Starts an emulated Lambda service on 127.0.0.1: Lambda's API, a URL for each function, and sandboxes that are
 * started as requests come in.
 * @throws UserError when the port cannot be had.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { functions, concurrency = 10, chosen, initMs = limits.initMs, shell = process.env } = options;
  const emit = options.onEvent ?? (() => undefined);
  const account = accountOf(shell);
  const service = new LambdaService(account, functions, {
    concurrency,
    emit,
    create: (fn, onAnswered) => new Sandbox({ fn, account, shell, initMs, emit, onAnswered }),
  });
  const api = new InvokeApi(service, emit, options.project);
  const functionUrl = new FunctionUrl(service, emit, chosen);
  const attachedPool = service.pool(chosen ?? (functions[0]?.name as string));
  const attached = attachedPool && new AttachedRuntime(attachedPool, emit);

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url as string;
    const at = target.indexOf('?');
    const path = at < 0 ? target : target.slice(0, at);
    const query = at < 0 ? '' : target.slice(at + 1);
    if (!localHost.test(request.headers.host ?? '')) return forbid(request, response);
    if (path.startsWith(runtimePrefix)) return attached?.handle(request, response);
    if (isApiPath(path)) await api.handle(path, query, request, response);
    else await functionUrl.handle(path, query, request, response);
  };

  // A debugger's program waits for its next event without a limit.
  const server = createServer(
    { keepAliveTimeout: 75_000, requestTimeout: 0, noDelay: true },
    (request, response) => {
      route(request, response).catch((error: Error) => {
        if (request.destroyed && !request.complete) return;
        emit({ type: 'notice', text: `The emulator failed: ${error.stack ?? error.message}` });
        response.destroy();
      });
    },
  );
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    service,
    close: async () => {
      server.close();
      await service.close();
      server.closeAllConnections();
    },
  };
}

function forbid(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(403, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ Message: 'Only requests to localhost are answered here.' }));
}
