/**
 * What the emulator adds to a warm invocation: the round trip of an Invoke call to a C bootstrap that echoes its
 * event, seen by a client with one open connection. The function's own share is some microseconds, so the
 * whole is an upper bound of the overhead.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../src/emulator/emulator.ts';

const rounds = 20_000;
const warmUp = 4_000;

const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'));
const source = new URL('../../test/emulator/fixtures/bootstrap.c', import.meta.url).pathname;
execFileSync('gcc', ['-O2', '-D_GNU_SOURCE', '-o', join(folder, 'bootstrap'), source]);

const emulator = await startEmulator({
  functions: [
    {
      name: 'echo',
      handler: 'echo',
      memorySize: 128,
      timeout: 3,
      launch: { command: join(folder, 'bootstrap'), args: [], folder },
    },
  ],
});

const event = '"Hello World"';
const request = Buffer.from(
  `POST /2015-03-31/functions/echo/invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${event.length}\r\n\r\n${event}`,
);

/** The round trips of `count` invocations, one after the other, in microseconds. */
function measure(count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const times: number[] = [];
    let sent = 0n;
    const socket = connect(emulator.port, '127.0.0.1');
    socket.setNoDelay(true);
    const send = () => {
      sent = process.hrtime.bigint();
      socket.write(request);
    };
    socket.once('connect', send);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      times.push(Number(process.hrtime.bigint() - sent) / 1000);
      if (!chunk.toString('latin1').endsWith(event)) return reject(new Error(`Not the echo: ${chunk}`));
      if (times.length < count) return send();
      socket.end();
      resolve(times);
    });
  });
}

await measure(warmUp);
const times = (await measure(rounds)).sort((a, b) => a - b);
const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] as number);
await emulator.close();
rmSync(folder, { recursive: true });
const result = {
  rounds,
  cpus: cpus().length,
  node: process.version,
  microseconds: { p50: at(0.5), p90: at(0.9), p99: at(0.99) },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
