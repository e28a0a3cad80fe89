import { Agent, IncomingMessage, request, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { httpResponse, preludeContentType, readPrelude } from '../../src/emulator/http/response.ts';
import { takesAllCases } from '../support/cases.ts';
import { rawAnswer, returned, streamed } from './fuzz-answers.ts';
import { rawRequest } from './fuzz-requests.ts';
import { buildBootstrap, emulate, fixture, invoke } from './support.ts';

/** Every run is the same; another seed (FUZZ_SEED) finds other things. */
const seed = Number(process.env.FUZZ_SEED ?? 20261128);
/** How many requests, and how many answers; FUZZ_RUNS makes them more. */
const total = Number(process.env.FUZZ_RUNS ?? (takesAllCases ? 3000 : 1200));
const batch = 200;

const folder = buildBootstrap();
const handlers = ['echo', 'http', 'stream', 'nothing', 'error', 'environment'];
const url = { auth: 'none' } as const;
const emulator = await emulate(
  [
    // Gets the programs that attach themselves, so that they take no event of another.
    fixture(folder, 'pid'),
    ...handlers.map((handler) => fixture(folder, handler, { url })),
    fixture(folder, 'raw', { url }),
    // Some answers have no end, and are waited for as long as the function may run.
    fixture(folder, 'raw', { name: 'wild', url, timeout: 0.1 }),
  ],
  { limits: { headersMs: 300, bodyIdleMs: 300, sweepMs: 100 } },
);

const faults: unknown[] = [];
const note = (fault: unknown) => void faults.push(fault);
process.on('unhandledRejection', note);
process.on('uncaughtException', note);
afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

/** The process has seen nothing that would have ended it, and answers a plain invocation. */
async function isWell(): Promise<void> {
  expect(faults).toEqual([]);
  expect(emulator.events.filter((e) => e.type === 'notice' && e.text.includes('emulator failed'))).toEqual(
    [],
  );
  emulator.events.length = 0;
  expect((await invoke(emulator, 'echo', '"plain"')).body).toBe('"plain"');
}

/** Writes bytes on a connection of their own and waits for the first bytes of an answer, or for its end. */
function attempt(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(answer));
    socket.once('data', (chunk: Buffer) => {
      answer = chunk.toString('latin1');
      socket.destroy();
    });
    // An event is waited for without a limit, so here the client goes.
    const waits = /^GET \S*invocation\/next /.test(bytes);
    socket.write(bytes, 'latin1', () => waits && socket.destroy());
  });
}

describe(`${total} requests`, () => {
  it('end nothing, at the emulator’s port and at a sandbox’s own', async () => {
    const { AWS_LAMBDA_RUNTIME_API } = JSON.parse((await invoke(emulator, 'environment')).body);
    const sandbox = Number(AWS_LAMBDA_RUNTIME_API.split(':')[1]);
    const statuses = new Set<string>();
    const requests = fc.array(rawRequest, { minLength: batch, maxLength: batch, size: 'max' });
    await fc.assert(
      fc.asyncProperty(requests, async (all) => {
        const answers = await Promise.all(
          all.map((bytes, i) => attempt(i % 10 === 0 ? sandbox : emulator.port, bytes)),
        );
        for (const answer of answers) statuses.add(answer.slice(9, 12));
        expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 500'))).toEqual([]);
        await isWell();
      }),
      { seed, numRuns: total / batch, endOnFailure: true },
    );
    // They got as far as functions, and were refused in many ways.
    expect([...statuses]).toEqual(
      expect.arrayContaining(['200', '202', '204', '400', '403', '404', '417', '431', '502']),
    );
    expect(JSON.parse((await invoke(emulator, 'environment')).body).AWS_LAMBDA_RUNTIME_API).toBe(
      AWS_LAMBDA_RUNTIME_API,
    );
    for (const handler of handlers) expect((await invoke(emulator, handler)).status).toBe(200);
  });
});

/** Whether Node writes a response with this head. */
function canBeWritten(status: number, headers: readonly string[], body: Buffer | undefined): void {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const length = body ? ['Content-Length', String(body.length)] : [];
  response.writeHead(status, [...headers, ...length]);
  response.end(body);
}

describe(`${total} answers of functions`, () => {
  it('are HTTP responses that can be written, or none', () => {
    let some = 0;
    fc.assert(
      fc.property(returned, (bytes) => {
        const response = httpResponse(Buffer.from(bytes, 'latin1'));
        if (!response) return;
        some++;
        canBeWritten(response.status, response.headers, response.body);
      }),
      { seed, numRuns: total / 2 },
    );
    fc.assert(
      fc.property(streamed, (bytes) => {
        const prelude = readPrelude(Buffer.from(bytes, 'latin1'));
        if (prelude.is !== 'complete') return;
        some++;
        canBeWritten(prelude.status, prelude.headers, undefined);
      }),
      { seed, numRuns: total / 2 },
    );
    expect(some).toBeGreaterThan(total / 20);
  });

  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  afterAll(() => agent.destroy());

  /** The status of what a function's URL makes of an answer; undefined when it was broken off. */
  const answer = (bytes: string, name = 'wild'): Promise<number | undefined> =>
    new Promise((resolve) => {
      const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length };
      const outgoing = request(`${emulator.url}/${name}/`, { method: 'POST', agent, headers }, (response) => {
        response.on('error', () => resolve(undefined));
        response.on('end', () => resolve(response.statusCode));
        response.resume();
      });
      outgoing.on('error', () => resolve(undefined));
      outgoing.end(bytes, 'latin1');
    });

  it('end nothing in a real server', async () => {
    const statuses = new Set<number | undefined>();
    const answers = fc.array(rawAnswer, { minLength: batch, maxLength: batch, size: 'max' });
    await fc.assert(
      fc.asyncProperty(answers, async (all) => {
        for (const status of await Promise.all(all.map((bytes) => answer(bytes)))) statuses.add(status);
        await isWell();
      }),
      { seed, numRuns: total / batch, endOnFailure: true },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 404, 502]));
    const body = JSON.stringify({ statusCode: 202, body: 'plain' });
    expect(await answer(`Content-Length: ${body.length}\r\n\r\n${body}`, 'raw')).toBe(202);
    const type = `Content-Type: ${preludeContentType}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n`;
    expect(await answer(`${type}Content-Length: 10\r\n\r\n{}${'\0'.repeat(8)}`, 'raw')).toBe(200);
  });
});
