import { expect, test } from 'vitest';
import { accepted, expectRequest, invoke, message, next, type Start } from '../native-program.ts';

/** What is reported when something goes wrong. */
export function errors(start: Start): void {
  test('an exception is reported with its cause, and the next invocation is served', async () => {
    const { api, stderr } = await start('fail');
    const connection = await api.accept();
    for (const text of ['first', 'second']) {
      const report = await invoke(connection, JSON.stringify(text));
      expect(report.path).toBe('/2018-06-01/runtime/invocation/request-1/error');
      expect(report.headers).toMatchObject({
        'content-type': 'application/vnd.aws.lambda.error+json',
        'lambda-runtime-function-error-type': 'InvalidOperationException',
      });
      const body = JSON.parse(report.body.toString());
      expect(body).toMatchObject({
        errorType: 'InvalidOperationException',
        errorMessage: text,
        cause: { errorType: 'FormatException', errorMessage: 'inner' },
      });
      expect(body.stackTrace[0]).toContain('Handlers.Fail');
      const cause = JSON.parse(report.headers['lambda-runtime-function-xray-error-cause'] ?? '');
      expect(cause.exceptions[0]).toMatchObject({ type: 'InvalidOperationException', message: text });
    }
    expect(stderr()).toContain('request-1\tfail\tSystem.InvalidOperationException: first');
  });

  test('an exception after waiting is reported', async () => {
    const { api } = await start('fail-later');
    const report = await invoke(await api.accept(), '"later"');
    expect(JSON.parse(report.body.toString())).toMatchObject({ errorMessage: 'later' });
  });

  test.each([
    ['echo', '{"a":1}', "The event is not a JSON string: it begins with '{' at byte 0."],
    ['echo', '', 'The event is not a JSON string: it is empty.'],
    ['echo', '"\\q"', 'The event is not a JSON string: an invalid escape stands at byte 1.'],
    ['order', '{"id":"a","quantity":"many"}', 'NativeTests.Order'],
    ['order', '{"id":"a","quantity":"many"}', '$.quantity | LineNumber: 0 | BytePositionInLine: 27'],
    ['order', '{', 'NativeTests.Order'],
  ])('%s reports the event %s', async (handler, event, expected) => {
    const { api } = await start(handler);
    const report = await invoke(await api.accept(), event);
    const body = JSON.parse(report.body.toString());
    expect(body.errorType).toBe('InvalidEventException');
    expect(body.errorMessage).toContain(expected);
  });

  test('an answer that is too large is logged, and reported no second time', async () => {
    const { api, stderr } = await start('large');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"6291560"'));
    expect((await expectRequest(connection)).body.length).toBe(6_291_562);
    await connection.send(message('413 Payload Too Large', {}, '{"errorType":"RequestEntityTooLarge"}'));
    // Lambda has told the caller, and refuses an error for this invocation.
    expect((await invoke(connection, '"3"')).body.toString()).toBe('"xxx"');
    expect(stderr()).toMatch(
      /\tfail\tFunction.ResponseSizeTooLarge: The response has 6291562 bytes, more than Lambda takes \(6 MB\)\.\n$/,
    );
  });

  test('a server may refuse an answer before it has read all of it', async () => {
    const { api } = await start('large');
    const connection = await api.accept();
    await expectRequest(connection);
    connection.pause();
    await connection.send(next('"50000000"'));
    await connection.send(message('413 Payload Too Large', { Connection: 'close' }, ''));
    connection.end();
    connection.resume();
    const again = await api.accept();
    expect((await expectRequest(again)).path).toContain('/next');
  });

  test.each(['next', 'response'])('status 500 for %s ends the process at once', async (call) => {
    const { api, exit, stderr } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    if (call === 'response') {
      await connection.send(next('"x"'));
      await expectRequest(connection);
    }
    await connection.send(message('500 Internal Server Error', {}, '{"errorType":"ContainerError"}'));
    expect(await exit).toBe(1);
    expect(stderr()).toContain('status 500: {"errorType":"ContainerError"}');
  });

  test.each([
    ['nonsense\r\n\r\n', 'status line'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx', 'breaks off in its body'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 'without a request id'],
    ['HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a b\r\nContent-Length: 0\r\n\r\n', 'not plain ASCII'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n', 'too long'],
  ])('what cannot be understood ends the process: %j', async (bytes, reason) => {
    const { api, exit, stderr } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(bytes);
    connection.end();
    expect(await exit).toBe(1);
    expect(stderr()).toContain(reason);
    expect(stderr().trimEnd().split('\n')).toHaveLength(1);
  });

  test.each(['fails', 'fails-later'])('an init that %s is reported and ends the process', async (how) => {
    const { api, exit } = await start('echo', { TEST_INIT: how });
    const connection = await api.accept();
    const report = await expectRequest(connection);
    expect(report.path).toBe('/2018-06-01/runtime/init/error');
    expect(JSON.parse(report.body.toString())).toMatchObject({
      errorType: 'InvalidOperationException',
      errorMessage: 'the database is away',
    });
    await connection.send(accepted);
    expect(await exit).toBe(1);
  });

  test('an init that may fail is logged when it does, and the first invocation is served', async () => {
    const { api, stderr } = await start('echo', { TEST_INIT: 'may-fail' });
    expect((await invoke(await api.accept(), '"a"')).body.toString()).toBe('"a"');
    expect(stderr()).toContain('System.InvalidOperationException: the database is away');
  });

  test('an init that is not done at its limit is left, whether it heeds its token or not', async () => {
    const { api, stderr } = await start('echo', { TEST_INIT: 'may-hang' });
    expect((await invoke(await api.accept(), '"a"')).body.toString()).toBe('"a"');
    const said = stderr().match(
      /System\.TimeoutException: What OnInit added has run for 0\.25 s, its limit; /g,
    );
    expect(said).toHaveLength(2);
    expect(stderr()).not.toContain('not for this one');
  });

  test('an unknown handler is an init error that names those that exist', async () => {
    const { api, exit, stderr } = await start('nobody');
    const connection = await api.accept();
    const report = JSON.parse((await expectRequest(connection)).body.toString());
    expect(report.errorType).toBe('HandlerNotFoundException');
    expect(report.errorMessage).toMatch(
      /^The function's Handler setting is "nobody"; this program has echo, bytes, /,
    );
    await connection.send(accepted);
    expect(await exit).toBe(1);
    expect(stderr()).toContain('nobody');
  });
}
