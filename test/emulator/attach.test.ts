import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { open } from './lines.ts';
import { buildBootstrap, emulate, fixture, invoke, type Reply, send, until } from './support.ts';

const folder = buildBootstrap();
const names = ['orders', 'stock', 'mail'] as const;
const functions = () => names.map((name) => fixture(folder, 'pid', { name }));

/** A program as an IDE starts it: it knows its function by the path of AWS_LAMBDA_RUNTIME_API alone. */
function program(port: number, path: string, handler = 'wait'): ChildProcess {
  const child = spawn(join(folder, 'bootstrap'), [], {
    env: { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}${path}`, _HANDLER: handler },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const failed = (reply: Reply) => reply.headers['x-amz-function-error'] !== undefined;

describe('programs that attach themselves by name', () => {
  it('answer the events of their own function, at the same time', async () => {
    const emulator = await emulate(functions());
    const pids = Object.fromEntries(
      names.map((name) => [name, String(program(emulator.port, `/${name}`).pid)]),
    );
    const attached = (name: string) =>
      emulator.events.some((e) => e.type === 'notice' && e.text.startsWith(`${name}: a program is attached`));
    await until(() => names.every(attached));
    // Each takes part of a second: all are at work before the first is done.
    const calls = names.map((name) => invoke(emulator, name, '300'));
    await until(() => emulator.log().filter((line) => line.startsWith('START')).length === 3);
    expect(emulator.log().filter((line) => line.startsWith('END'))).toEqual([]);
    expect((await Promise.all(calls)).map(({ body }) => body)).toEqual(names.map((name) => pids[name]));
    for (let round = 0; round < 30; round++) {
      const replies = await Promise.all(names.map((name) => invoke(emulator, name, '1')));
      expect(replies.map(({ body }) => body)).toEqual(names.map((name) => pids[name]));
    }
    expect(emulator.service.pids).toEqual([]);
  });

  it('lose no event when one is killed and started 20 times, but those that it was at work on', async () => {
    const emulator = await emulate(functions());
    for (const name of ['stock', 'mail']) program(emulator.port, `/${name}`);
    const programs = new Set<string>();
    const start = () => {
      const child = program(emulator.port, '/orders');
      programs.add(String(child.pid));
      return child;
    };
    let current = start();
    await until(() => emulator.events.filter((e) => e.type === 'notice').length === 3);

    let stopped = false;
    const replies: Record<string, Reply[]> = { orders: [], stock: [], mail: [] };
    /** One event after the other, to each function, and a second caller for the one that is killed. */
    const callers = ['orders', 'orders', 'stock', 'mail'].map(async (name) => {
      for (let i = 0; !stopped; i++) replies[name]?.push(await invoke(emulator, name, String(i % 7)));
    });
    const answered = () => (replies.orders ?? []).length;
    for (let times = 0; times < 20; times++) {
      const before = answered();
      await until(() => answered() > before + 1);
      current.kill('SIGKILL');
      if (times % 2 === 0) await once(current, 'exit');
      current = start();
    }
    const last = answered();
    await until(() => answered() > last + 2);
    stopped = true;
    await Promise.all(callers);

    for (const name of ['stock', 'mail']) expect(replies[name]?.filter(failed)).toEqual([]);
    const lost = (replies.orders ?? []).filter(failed);
    expect(lost.length).toBeLessThanOrEqual(20);
    for (const { body } of lost) expect(JSON.parse(body).errorType).toBe('Runtime.ExitError');
    // Where the machine is slow, the emulator's own sandbox may answer between two programs: that is no loss either.
    expect((replies.orders ?? []).every((reply) => reply.status === 200)).toBe(true);
    const starts = emulator.log().filter((line) => line.startsWith('START'));
    expect(new Set(starts).size).toBe(starts.length);
    const reports = emulator.log().filter((line) => line.startsWith('REPORT'));
    expect(reports.length).toBe(starts.length);
    expect([...programs].length).toBe(21);
  });

  it('are found by their handler’s name, too, and behind a slash too many', async () => {
    const emulator = await emulate([fixture(folder, 'pid', { name: 'a' }), fixture(folder, 'echo')]);
    const child = program(emulator.port, '/pid/');
    await until(() => emulator.events.some((e) => e.type === 'notice' && e.text.startsWith('a: a program')));
    expect((await invoke(emulator, 'a', '1')).body).toBe(String(child.pid));
  });

  it('get the events of the first function, or of the chosen one, where they name none', async () => {
    for (const chosen of [undefined, 'stock']) {
      const emulator = await emulate(functions(), { chosen });
      const child = program(emulator.port, '');
      await until(() => emulator.events.some((e) => e.type === 'notice'));
      expect((await invoke(emulator, chosen ?? 'orders', '1')).body).toBe(String(child.pid));
    }
  });

  it.each(['/nobody', '/orders/x', '/.rt/orders', '/Orders'])(
    'that name no function (%s) are told which there are',
    async (path) => {
      const emulator = await emulate(functions());
      const reply = await send(`${emulator.url}${path}/2018-06-01/runtime/invocation/next`);
      expect(reply.status).toBe(404);
      expect(JSON.parse(reply.body)).toEqual({
        errorType: 'ResourceNotFoundException',
        errorMessage: `No function "${path.slice(1)}" here; end AWS_LAMBDA_RUNTIME_API with the name of one: orders, stock, mail.`,
      });
    },
  );

  it('and a web page are refused as at the Runtime API itself', async () => {
    const emulator = await emulate(functions());
    for (const headers of [
      { Origin: 'http://evil.example' },
      { 'Sec-Fetch-Site': 'none' },
      { Cookie: 'a=b' },
    ]) {
      for (const name of ['orders', 'nobody']) {
        const url = `${emulator.url}/${name}/2018-06-01/runtime/invocation/next`;
        expect((await send(url, { headers: headers as Record<string, string> })).status).toBe(403);
      }
    }
  });
});

describe('two programs of one function', () => {
  it('leave its events to the one that was started last, and go on without it', async () => {
    const emulator = await emulate(functions());
    const notices = () => emulator.events.filter((e) => e.type === 'notice').length;
    const older = program(emulator.port, '/orders');
    await until(() => notices() === 1);
    const newer = program(emulator.port, '/orders');
    const pids = [older, newer].map(({ pid }) => String(pid));
    const bodies: string[] = [];
    await until(async () => {
      bodies.push((await invoke(emulator, 'orders', '5')).body);
      return bodies.includes(pids[1] as string);
    });
    newer.kill('SIGKILL');
    // The event that it may be at work on goes to the older one, which waits.
    for (let i = 0; i < 5; i++) expect((await invoke(emulator, 'orders', '5')).body).toBe(pids[0]);
    expect(bodies.every((body) => pids.includes(body))).toBe(true);
    expect(notices()).toBe(1);
  });

  it('end with an error of the invocation when both are gone in the middle of it', async () => {
    const emulator = await emulate(functions());
    const children = [program(emulator.port, '/orders'), program(emulator.port, '/orders')];
    await until(() => emulator.events.some((e) => e.type === 'notice'));
    const call = invoke(emulator, 'orders', '60000');
    await until(() => emulator.log().some((line) => line.startsWith('START')));
    for (const child of children) child.kill('SIGKILL');
    expect(JSON.parse((await call).body).errorType).toBe('Runtime.ExitError');
    expect((await invoke(emulator, 'orders', '1')).status).toBe(200);
  });
});

it('an event that ends every program that gets it goes to two, and is an error then', async () => {
  const emulator = await emulate([fixture(folder, 'pid', { name: 'orders' })]);
  let children = 0;
  const start = () => {
    children++;
    program(emulator.port, '/orders', 'exit-three').once('exit', () => {
      if (children < 4) start();
    });
  };
  start();
  await until(() => emulator.events.some((e) => e.type === 'notice'));
  const reply = await invoke(emulator, 'orders', '1');
  expect(JSON.parse(reply.body).errorType).toBe('Runtime.ExitError');
  expect(children).toBeLessThanOrEqual(4);
});

it('a program may hold its event longer than other connections may be idle', async () => {
  const emulator = await emulate(functions(), { limits: { keepAliveMs: 50 } });
  const asking = await open(
    emulator.port,
    'GET /orders/2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: localhost\r\n\r\n',
  );
  await until(() => emulator.events.some((e) => e.type === 'notice'));
  const call = invoke(emulator, 'orders', '1');
  await until(() => asking.text().endsWith('\r\n\r\n1'));
  const [, id] = /aws-request-id: (.*)\r/i.exec(asking.text()) ?? [];
  const other = await open(emulator.port, 'GET /2015-03-31/functions/ HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await other.closed;
  asking.socket.write(
    `POST /orders/2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n42`,
  );
  await until(() => asking.text().includes('202 Accepted'));
  asking.socket.destroy();
  expect((await call).body).toBe('42');
});
