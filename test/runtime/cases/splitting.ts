import { expect, test } from 'vitest';
import { accepted, expectRequest, message, next, type Start } from '../native-program.ts';

/** The bytes of the Runtime API arrive as they like. */
export function splitting(start: Start): void {
  test('a response may be split at every byte', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();
    const response = next('"é and more"');
    for (let at = 1; at < response.length; at++) {
      await expectRequest(connection);
      await connection.send(response, at);
      expect((await expectRequest(connection)).body.toString()).toBe('"é and more"');
      await connection.send(accepted, (at % accepted.length) + 1);
    }
  });

  test('a response may come byte by byte', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"slow"'), 1);
    expect((await expectRequest(connection)).body.toString()).toBe('"slow"');
  });

  test.each([1, 7, 1000, 100_000])('a body may come in chunks of %i', async (size) => {
    const { api } = await start('bytes');
    const connection = await api.accept();
    const event = Buffer.from(Array.from({ length: 30_000 }, (_, i) => i % 251));
    const parts: Buffer[] = [
      Buffer.from(
        'HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      ),
    ];
    for (let at = 0; at < event.length; at += size) {
      const part = event.subarray(at, at + size);
      parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    }
    parts.push(Buffer.from('0\r\nX-Trailer: y\r\n\r\n'));
    for (const pieceLength of [Number.POSITIVE_INFINITY, 4099, 997]) {
      await expectRequest(connection);
      await connection.send(Buffer.concat(parts), pieceLength);
      expect((await expectRequest(connection)).body.equals(event)).toBe(true);
      await connection.send(message('202 Accepted', {}, ''));
    }
  });

  test('several responses may come in one packet', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"first"', {}, 'a'));
    for (const [answer, id] of [
      ['first', 'b'],
      ['second', 'c'],
      ['third', 'd'],
    ] as const) {
      expect((await expectRequest(connection)).body.toString()).toBe(`"${answer}"`);
      const following = next(`"${answer === 'first' ? 'second' : 'third'}"`, {}, id);
      await connection.send(Buffer.concat([accepted, following]));
      expect((await expectRequest(connection)).method).toBe('GET');
    }
    expect((await expectRequest(connection)).path).toContain('/d/response');
  });

  test('an interim response is passed over', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"x"'));
    await expectRequest(connection);
    await connection.send(Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), accepted]));
    expect((await expectRequest(connection)).method).toBe('GET');
  });
}
