import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { borderServer } from '../../src/emulator/border.ts';
import { borderLimits } from '../../src/emulator/border-limits.ts';
import { send, until } from './support.ts';

describe('code behind the border that fails', () => {
  const notices: string[] = [];
  const serve = async (
    behind: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
    notice: (text: string) => void = (text) => void notices.push(text),
  ): Promise<string> => {
    const server: Server = borderServer({
      route: (request) => {
        if (request.url === '/route') throw new TypeError('no way');
        return { surface: { kind: 'api' }, serve: behind };
      },
      notice,
      limits: borderLimits,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    afterAll(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const failed = { Message: 'The emulator failed; its console shows the reason.' };

  it.each<[string, () => void | Promise<void>]>([
    [
      'at once',
      () => {
        throw new TypeError('at once');
      },
    ],
    ['later', async () => Promise.reject(new TypeError('later'))],
    ['with something that is no Error', async () => Promise.reject('a text')],
    ['with nothing', async () => Promise.reject(undefined)],
  ])('%s is answered with 500 and shown once', async (_how, behind) => {
    notices.length = 0;
    const reply = await send(`${await serve(behind)}/`);
    expect([reply.status, JSON.parse(reply.body)]).toEqual([500, failed]);
    expect(notices.length).toBe(1);
    expect(notices[0]).toMatch(/^The emulator failed: /);
  });

  it('while it looks where a request leads, or writes a header that HTTP does not know, is answered too', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { Trailer: 'X-Checksum', 'X-A': 'a\nb', 'Content-Length': '2' });
    });
    expect((await send(`${url}/route`)).status).toBe(500);
    expect((await send(`${url}/`)).status).toBe(500);
  });

  it('after it has begun to answer loses its connection and nothing else', async () => {
    const url = await serve(async (_request, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('half');
      throw new TypeError('midway');
    });
    await expect(send(`${url}/`)).rejects.toThrow();
    await expect(send(`${url}/`)).rejects.toThrow();
  });

  it('and a console that cannot be written to end nothing either', async () => {
    const url = await serve(
      () => Promise.reject(new TypeError('later')),
      () => {
        throw new Error('EPIPE');
      },
    );
    expect((await send(`${url}/`)).status).toBe(500);
    expect((await send(`${url}/`, { headers: { Host: 'evil.example' } })).status).toBe(403);
    expect((await send(`${url}/`)).status).toBe(500);
  });

  it('writes to a client that is gone, and nothing happens', async () => {
    let done = false;
    const url = await serve(async (request, response) => {
      request.socket.destroy();
      await once(response, 'close');
      for (let i = 0; i < 3; i++) response.write('more');
      response.end('end');
      response.write('after the end');
      done = true;
    });
    await expect(send(`${url}/`)).rejects.toThrow();
    await until(() => done);
  });
});
