import type { IncomingMessage, ServerResponse } from 'node:http';
import { quoted } from './ascii-json.ts';
import { AttachedRuntime } from './attached.ts';
import type { Target } from './border.ts';
import { functionNamed } from './route.ts';
import { refuse } from './runtime-answers.ts';
import type { LambdaService } from './service.ts';
import type { EventSink } from './types.ts';

/** A path of the Runtime, Extensions, Telemetry or Logs API, and what stands before it. */
const runtimePath =
  /^(.*?)\/(?:(?:2018-06-01\/runtime|2020-01-01\/extension)\/|(?:2022-07-01\/telemetry|2020-08-15\/logs)(?:\/|$))/;

/**
 * What AWS_LAMBDA_RUNTIME_API is for a program that attaches itself to a function of the emulator on a port; without a
 * function, to the only one.
 */
export const attachedApi = (port: number, functionName: string | undefined): string =>
  functionName === undefined ? `127.0.0.1:${port}` : `127.0.0.1:${port}/${functionName}`;

/**
 * The Runtime API at the emulator's own port, for programs that were started elsewhere. The path before it names the
 * function whose events a program gets; without one it is the chosen function, or the first.
 */
export class AttachedPrograms {
  readonly #service: LambdaService;
  readonly #emit: EventSink;
  readonly #chosen: string | undefined;
  readonly #runtimes = new Map<string, AttachedRuntime>();

  constructor(service: LambdaService, emit: EventSink, chosen: string | undefined) {
    this.#service = service;
    this.#emit = emit;
    this.#chosen = chosen;
  }

  /** Where a request leads; undefined when it is not for the Runtime API. */
  target(path: string): Target | undefined {
    const [, before] = runtimePath.exec(path) ?? [];
    if (before === undefined) return undefined;
    const surface = { kind: 'runtime' } as const;
    const word = before.replace(/^\/|\/$/g, '');
    const runtime = this.#runtime(word);
    if (!runtime) return { surface, serve: (request, response) => this.#refuse(word, request, response) };
    return {
      surface,
      serve: (request, response) => {
        request.url = (request.url as string).slice(before.length);
        return runtime.handle(request, response);
      },
    };
  }

  #runtime(word: string): AttachedRuntime | undefined {
    const { functions } = this.#service;
    const name = word === '' ? (this.#chosen ?? functions[0]?.name) : functionNamed(functions, word)?.name;
    const pool = name === undefined ? undefined : this.#service.pool(name);
    if (name === undefined || !pool) return undefined;
    const runtime = this.#runtimes.get(name) ?? new AttachedRuntime(pool, this.#emit);
    this.#runtimes.set(name, runtime);
    return runtime;
  }

  #refuse(word: string, request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const known = this.#service.functions.map((fn) => fn.name).join(', ');
    const message = `No function ${quoted(word)} here; end AWS_LAMBDA_RUNTIME_API with the name of one: ${known}.`;
    refuse(response, 404, 'ResourceNotFoundException', message);
  }
}
