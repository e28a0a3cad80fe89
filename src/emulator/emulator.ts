import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.ts';
import { AttachedPrograms } from './attach.ts';
import { BodyBudget } from './body.ts';
import { borderServer, type Target } from './border.ts';
import { type BorderLimits, borderLimits } from './border-limits.ts';
import { ConsolePage } from './console/page.ts';
import type { ConsoleRecord } from './console/record.ts';
import type { CpuWay } from './cpu/way.ts';
import { type ApiSetup, Apis } from './http/apis.ts';
import { Exchanges } from './http/exchange.ts';
import { FunctionUrl } from './http/function-url.ts';
import { type Account, exampleAccountId } from './identity.ts';
import { InvokeApi, isApiPath } from './invoke-api.ts';
import { limits } from './limits.ts';
import { Sandbox } from './sandbox.ts';
import { LambdaService } from './service.ts';
import type { EmulatedFunction, EventSink, ServedProject } from './types.ts';

export interface EmulatorOptions {
  readonly functions: readonly EmulatedFunction[];
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** The most sandboxes of one function at one time; 10 by default. */
  readonly concurrency?: number | undefined;
  /** The function that gets every HTTP request, and every program that attaches itself without naming one. */
  readonly chosen?: string | undefined;
  /** The APIs in front of the functions. */
  readonly http?: ApiSetup | undefined;
  /** Where the functions come from. */
  readonly project?: ServedProject | undefined;
  /** What the page of the emulator shows; without it, or without a project, there is no page. */
  readonly record?: ConsoleRecord | undefined;
  readonly onEvent?: EventSink | undefined;
  /** Where regions and credentials are taken from. */
  readonly shell?: NodeJS.ProcessEnv | undefined;
  /** How long the init phase may take (ms); Lambda's 10 s by default. */
  readonly initMs?: number | undefined;
  /** Holds the functions to the processor time of their memory settings; without it they run at full speed. */
  readonly cpu?: CpuWay | undefined;
  /** What is taken from outside, where it differs from the defaults. */
  readonly limits?: Partial<BorderLimits> | undefined;
}

export interface Emulator {
  /** `http://127.0.0.1:PORT`: the endpoint of Lambda's API and the root of the functions' URLs. */
  readonly url: string;
  readonly port: number;
  readonly service: LambdaService;
  /** Shows what event sources do, as it shows requests. */
  readonly emit: EventSink;
  /** The memory of the request bodies that are being read. */
  readonly bodies: BodyBudget;
  /** Ends every sandbox and every connection. */
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use; choose another with --port, or --port 0 for a free one.`
          : `127.0.0.1:${port} cannot be listened on: ${error.message}.`;
      reject(new UserError(problem));
    });
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** A request target without scheme and host, which proxies' clients write before the path (RFC 9112, 3.2.2). */
const originForm = (target: string) =>
  target.replace(/^https?:\/\/[^/?]*(?=[/?]|$)/i, '').replace(/^(?!\/)/, '/');

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
  const { record, onEvent, cpu } = options;
  const emit: EventSink = (event) => {
    record?.take(event);
    onEvent?.(event);
  };
  const account = accountOf(shell);
  const border = { ...borderLimits, ...options.limits };
  const bodies = new BodyBudget(border.bodyBytes, border.freeBytes);
  const notice = (text: string) => emit({ type: 'notice', text });
  const service = new LambdaService(account, functions, {
    concurrency,
    eventBytes: border.eventBytes,
    emit,
    create: (fn, onAnswered) => new Sandbox({ fn, account, shell, initMs, cpu, border, emit, onAnswered }),
  });
  const callers = { bodies, answerIdleMs: border.answerIdleMs };
  const api = new InvokeApi(service, emit, { project: options.project, chosen }, callers);
  const exchanges = new Exchanges(service, emit, callers);
  const functionUrl = new FunctionUrl(service, exchanges, chosen);
  const setup = options.http ?? { apis: [], claims: undefined };
  const apis = new Apis(setup, exchanges);
  const { project } = options;
  const page =
    record &&
    project &&
    new ConsolePage({ record, project, hasCpuShare: cpu !== undefined }, service, apis, callers);
  const attached = new AttachedPrograms(service, emit, chosen);

  const route = (request: IncomingMessage): Target => {
    const target = originForm(request.url as string);
    request.url = target;
    const at = target.indexOf('?');
    const path = at < 0 ? target : target.slice(0, at);
    const query = at < 0 ? '' : target.slice(at + 1);
    const routed = apis.target(request.headers.host, path, query);
    if (routed) return routed;
    if (isApiPath(path)) return api.target(path, query);
    return page?.target(path, query) ?? attached.target(path) ?? functionUrl.target(path, query);
  };

  const server = borderServer({ route, notice, limits: border });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    service,
    emit,
    bodies,
    close: async () => {
      server.close();
      await service.close();
      server.closeAllConnections();
    },
  };
}
