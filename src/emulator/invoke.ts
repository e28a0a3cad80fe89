import { sourceNewerThan } from '../dotnet/newer-source.ts';
import { UserError } from '../errors.ts';
import { realPath } from '../files/look.ts';
import { orAbort } from '../processes/interrupt.ts';
import { findFunction, readSettings } from '../project/settings.ts';
import { type InvokeReply, invokeFunction, servedBuild } from './client.ts';
import { recordLines } from './console.ts';
import { type LocalUi, olderCode, startLocal } from './local.ts';
import { type PayloadFlags, readPayload, sampleEvent } from './payload.ts';
import type { BuildKind } from './project.ts';

export interface InvokeOptions extends PayloadFlags {
  readonly folder: string;
  /** Lambda name or handler; the first of the project when it is not given. */
  readonly function?: string | undefined;
  /** Where a running `local` would be. */
  readonly port: number;
  readonly kind: BuildKind;
  readonly environment: Readonly<Record<string, string>>;
  readonly layers: readonly string[];
  readonly cpuShare?: boolean | undefined;
}

/** What `invoke --json` prints. */
export interface InvokeResult {
  readonly function: string;
  readonly statusCode: number;
  readonly requestId: string;
  readonly executedVersion: string;
  readonly functionError?: string;
  /** The value that the function returned, or its text when that is not JSON. */
  readonly payload: unknown;
  readonly log: readonly string[];
}

/**
 * Invokes a function once: on the `local` that runs for this project, or on an emulator for this one call. The
 * function's log is shown as it comes, or at the end.
 * @throws UserError when there is no such function, the event is not JSON, or the project cannot be built.
 */
export async function invokeLocal(
  options: InvokeOptions,
  ui: LocalUi,
  signal: AbortSignal,
): Promise<InvokeReply & { functionName: string; sample: string | undefined }> {
  const folder = await realPath(options.folder);
  const settings = await readSettings(folder);
  const [first] = settings.functions;
  const fn = options.function === undefined ? first : findFunction(settings, options.function);
  if (!fn) throw new UserError('The project has no function.');
  const payload = await readPayload(options, fn, folder);
  const sample = sampleEvent(options, fn);
  const running = `http://127.0.0.1:${options.port}`;
  const builtAt = await servedBuild(running, folder, fn.name);
  if (builtAt !== undefined) {
    const newer = await sourceNewerThan(builtAt, folder, settings);
    if (newer) ui.status.print(ui.paint.yellow(olderCode(newer)));
    for (const flag of otherFlags(options)) ui.status.print(ui.paint.yellow(flag));
    const reply = await orAbort(invokeFunction(running, fn.name, payload), signal);
    ui.status.print(recordLines(reply.log).trimEnd(), 'raw');
    return { ...reply, functionName: fn.name, sample };
  }
  const local = await startLocal(
    { ...options, port: 0, concurrency: 1, build: options.kind === 'jit' },
    ui,
    signal,
  );
  try {
    const reply = await orAbort(invokeFunction(local.emulator.url, fn.name, payload), signal);
    return { ...reply, functionName: fn.name, sample };
  } finally {
    await local.close();
  }
}

/** What a running `local` has been started with, and an invocation cannot change. */
const otherFlags = ({ layers, cpuShare }: InvokeOptions): string[] => [
  ...(layers.length > 0
    ? ['warning: the running "local" has the layers that it was started with; give --layer there, or end it.']
    : []),
  ...(cpuShare
    ? [
        'warning: the running "local" has the CPU share that it was started with; give --cpu-share there, or end it.',
      ]
    : []),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function invokeResult(reply: InvokeReply & { functionName: string }): InvokeResult {
  const { functionName, statusCode, requestId, executedVersion, functionError } = reply;
  return {
    function: functionName,
    statusCode,
    requestId,
    executedVersion,
    ...(functionError === undefined ? {} : { functionError }),
    payload: parsed(reply.payload),
    log: reply.log === '' ? [] : reply.log.replace(/\n$/, '').split('\n'),
  };
}

/** The error that a failed invocation ends with (exit code 1); undefined when it went well. */
export function invokeError({
  functionName,
  functionError,
  statusCode,
  payload,
  sample,
}: {
  functionName: string;
  /** The file of the event, where the user named none. */
  sample?: string | undefined;
} & Pick<InvokeReply, 'functionError' | 'statusCode' | 'payload'>): UserError | undefined {
  if (functionError === undefined && statusCode < 300) return undefined;
  const { errorType, errorMessage, Message, message } = Object(parsed(payload)) as Record<string, unknown>;
  const reason = [errorType, errorMessage ?? Message ?? message]
    .filter((part) => part !== undefined)
    .join(': ');
  const hint =
    sample !== undefined && /InvalidEvent/.test(String(errorType))
      ? ` The event was ${sample}; change it, or give another with --payload.`
      : '';
  return new UserError(`${functionName} failed: ${oneLine(reason || payload)}${hint}`);
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 500);
