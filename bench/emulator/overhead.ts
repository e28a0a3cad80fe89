/**
 * What the emulator adds to a warm invocation: the round trip of an Invoke call to a C bootstrap that echoes its
 * event, seen by a C client with one open connection. The function's own share is some microseconds, so the
 * whole is an upper bound of the overhead. Beside it, the same client at an HTTP server of Node that only echoes.
 *
 * node --import tsx bench/emulator/overhead.ts
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { summarise } from '../../src/ui/statistics.ts';

const rounds = 10_000;
const series = 5;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'));
const compile = (source: string, name: string) =>
  execFileSync('gcc', ['-O2', '-D_GNU_SOURCE', '-o', join(folder, name), here(source)]);
compile('../../test/emulator/fixtures/bootstrap.c', 'bootstrap');
compile('client.c', 'client');

const emulator = await startEmulator({
  functions: [
    {
      name: 'echo',
      handler: 'echo',
      runtime: 'provided.al2023',
      memorySize: 128,
      timeout: 3,
      launch: { command: join(folder, 'bootstrap'), args: [], folder },
    },
  ],
});
const plain = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(200, { 'Content-Length': body.length });
    response.end(body);
  });
});
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', () => resolve()));

/** Round trips in microseconds, sorted. */
async function measure(port: number): Promise<number[]> {
  const path = '/2015-03-31/functions/echo/invocations';
  const args = [String(port), path, String(rounds)];
  const { stdout } = await promisify(execFile)(join(folder, 'client'), args, { maxBuffer: 1 << 24 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => Number(line) / 1000)
    .sort((a, b) => a - b);
}

const at = (times: readonly number[], share: number) =>
  Math.round(times[Math.floor(share * (times.length - 1))] as number);
const summary = (times: readonly number[]) => ({
  p50: at(times, 0.5),
  p90: at(times, 0.9),
  p99: at(times, 0.99),
});
const median = (values: readonly number[]) => summarise(values).p50;

const plainPort = (plain.address() as AddressInfo).port;
await measure(emulator.port);
await measure(plainPort);
const results = { invoke: [] as ReturnType<typeof summary>[], plainHttp: [] as ReturnType<typeof summary>[] };
for (let i = 0; i < series; i++) {
  results.invoke.push(summary(await measure(emulator.port)));
  results.plainHttp.push(summary(await measure(plainPort)));
}
await emulator.close();
plain.close();
plain.closeAllConnections();
rmSync(folder, { recursive: true });

const result = {
  cpus: cpus().length,
  node: process.version,
  load: loadavg()[0],
  series,
  rounds,
  microseconds: {
    invoke: median(results.invoke.map(({ p50 }) => p50)),
    plainHttp: median(results.plainHttp.map(({ p50 }) => p50)),
  },
  all: results,
};
const text = `${JSON.stringify(result, null, 2)}\n`;
writeFileSync(here('overhead.json'), text);
process.stdout.write(text);
