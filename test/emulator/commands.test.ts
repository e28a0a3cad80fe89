import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { dotnetStandIn, local, project } from './command-support.ts';
import { hostArchitecture, isAlive, send, temporaryFolder, until } from './support.ts';

describe('local', () => {
  it('serves until Ctrl-C, says where, and leaves no process behind', async () => {
    const running = await local(project(['pid', 'http']));
    expect(running.start.functions).toEqual([
      {
        name: 'project-pid',
        handler: 'pid',
        url: `${running.url}/project-pid/`,
        runtimeApi: `${new URL(running.url).host}/project-pid`,
        memorySize: 128,
        timeout: 5,
      },
      {
        name: 'project-http',
        handler: 'http',
        url: `${running.url}/project-http/`,
        runtimeApi: `${new URL(running.url).host}/project-http`,
        memorySize: 128,
        timeout: 5,
      },
    ]);
    const pid = Number((await send(`${running.url}/pid/`)).body);
    expect((await send(`${running.url}/http/x`)).status).toBe(404);
    await until(() => running.stderr().includes('404'));
    expect(await running.end()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(running.stderr()).toMatch(/FUNCTION +MEMORY +TIMEOUT\nproject-pid +128 MB/);
    expect(running.stderr()).toMatch(/\d\d:\d\d:\d\d 404 project-http GET \/http\/x \d+\.\d ms\n/);
    expect(running.stderr()).toMatch(/project-pid REPORT RequestId: /);
    expect(running.stderr()).not.toContain('\x1b');
  });

  it('gives every request to the function that was chosen', async () => {
    const running = await local(project(['pid', 'echo']), '--function', 'echo');
    expect(running.start.functions.map(({ url }) => url)).toEqual([`${running.url}/`]);
    const { host } = new URL(running.url);
    expect(running.start.functions.map(({ runtimeApi }) => runtimeApi)).toEqual([`${host}/project-echo`]);
    expect(JSON.parse((await send(`${running.url}/pid/a`)).body).rawPath).toBe('/pid/a');
    await running.end();
  });

  it('passes variables on to the functions, --env before --env-var-file', async () => {
    const folder = project(['environment']);
    writeFileSync(join(folder, 'local.env'), 'TABLE=file\nTOPIC=file\n');
    const running = await local(folder, '--env-var-file', 'local.env', '--env', 'TABLE=flag');
    const variables = JSON.parse((await send(`${running.url}/`)).body);
    expect([variables.TABLE, variables.TOPIC]).toEqual(['flag', 'file']);
    await running.end();
  });

  it('ends in one line when its port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await until(() => server.listening);
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await lambdaNativeaot(project(['echo']), ['local', '--port', String(port)]);
    server.close();
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `error: Port ${port} is in use; choose another with --port, or --port 0 for a free one.`,
    );
  });

  it('says what to do when the functions are for another processor', async () => {
    const architecture = hostArchitecture === 'arm64' ? 'x86_64' : 'arm64';
    const { exitCode, stderr } = await lambdaNativeaot(project(['echo'], { architecture }), ['local']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The functions are for ${architecture}`);
    expect(stderr).toContain('run them with --jit');
  });

  it('shows why a build failed, and ends', async () => {
    const folder = temporaryFolder();
    const made = project(['echo']);
    await execa('cp', [join(made, '.yo-rc.json'), folder]);
    const env = dotnetStandIn('echo "Program.cs(3,5): error CS1002: ; expected [/x/App.csproj]"; exit 1\n');
    const { exitCode, stderr } = await lambdaNativeaot(folder, ['local'], env);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Building \(dotnet publish\)…\nProgram\.cs\(3,5\): error CS1002: ; expected\n/);
    expect(stderr).toMatch(
      /The build failed in \d+\.\d s\.\nerror: The build failed; its errors are above\.$/,
    );
  });

  it.each([
    [['--concurrency', '0'], '--concurrency "0" is not a whole number from 1 to 1000.'],
    [['--function', 'nope'], 'No function "nope" in this project; it has: project-echo.'],
    [['--env', 'TABLE'], '--env number 1 is not of the form NAME=VALUE.'],
    [['--print-env', '--port', '0'], '--print-env needs the port that the emulator will have; give --port.'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await lambdaNativeaot(project(['echo']), ['local', ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error: ${message}` });
  });

  it('prints the variables for an IDE, and no credentials of the person', async () => {
    const folder = project(['echo', 'pid']);
    const secret = {
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SECRET_ACCESS_KEY: 'real-secret',
      AWS_SESSION_TOKEN: 'token',
    };
    const { stdout, stderr } = await lambdaNativeaot(
      folder,
      ['local', '--print-env', '--port', '9123', '--function', 'pid'],
      secret,
    );
    expect(stdout).toContain('AWS_LAMBDA_RUNTIME_API=127.0.0.1:9123/project-pid\n');
    expect(stdout).toContain('_HANDLER=pid');
    expect(stdout).toContain('AWS_LAMBDA_FUNCTION_NAME=project-pid\n');
    expect(stdout).not.toMatch(/AKIAREAL|real-secret|token|^PATH=/m);
    expect(stderr).toContain('Run "lambda-nativeaot local --port 9123", then start project-pid');
  });
});

describe('invoke', () => {
  const folder = project(['echo', 'error', 'pid', 'logs', 'not-json']);
  /** Nothing listens there. */
  const alone = ['--port', '1'];

  it('prints the result on standard output and the log on standard error', async () => {
    const { exitCode, stdout, stderr } = await lambdaNativeaot(folder, ['invoke', 'logs', ...alone]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '"logged"' });
    expect(stderr).toMatch(/START RequestId[\s\S]*to stdout[\s\S]*END RequestId[\s\S]*REPORT RequestId/);
  });

  it.each<[string, string[], string]>([
    ['the sample event of the first function by default', [], '{"n":1}'],
    ['--payload', ['--payload', '{"n":3}'], '{"n":3}'],
    ['--payload @file', ['--payload', '@events/second.json'], '{"n":2}'],
    ['--event', ['--event', 'second'], '{"n":2}'],
    ['a value of the sample event', ['--set', 'n=5'], '{"n":5}'],
    ['a value of another one', ['--event', 'second', '--set', 'n=five'], '{"n":"five"}'],
    ['a value of --payload', ['--payload', '{"n":[1,2]}', '--set', 'n[1]=3'], '{"n":[1,3]}'],
  ])('takes %s', async (_what, flags, stdout) => {
    expect(await lambdaNativeaot(folder, ['invoke', ...flags, ...alone])).toMatchObject({
      exitCode: 0,
      stdout,
    });
  });

  it('takes the event from standard input', async () => {
    const args = [bin, 'invoke', 'project-echo', '--payload', '-', ...alone];
    const { stdout } = await execa(process.execPath, args, { cwd: folder, input: '{"n":4}' });
    expect(stdout).toBe('{"n":4}');
  });

  it('ends with 1 when the function failed, and prints its error', async () => {
    const { exitCode, stdout, stderr } = await lambdaNativeaot(folder, ['invoke', 'error', ...alone]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      errorType: 'InvalidOperation',
      errorMessage: 'boom',
      stackTrace: ['at F()'],
    });
    expect(stderr.split('\n').at(-1)).toBe('error: project-error failed: InvalidOperation: boom');
  });

  it('prints everything as JSON', async () => {
    const { exitCode, stdout } = await lambdaNativeaot(folder, ['invoke', 'error', '--json', ...alone]);
    expect(exitCode).toBe(1);
    const { requestId, log, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      function: 'project-error',
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
      payload: { errorType: 'InvalidOperation', errorMessage: 'boom', stackTrace: ['at F()'] },
    });
    expect(log[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  });

  it('uses the local that runs for this project, and no other', async () => {
    const running = await local(folder);
    const port = ['--port', String(running.port)];
    const [first, second] = [
      await lambdaNativeaot(folder, ['invoke', 'pid', ...port]),
      await lambdaNativeaot(folder, ['invoke', 'pid', ...port]),
    ];
    expect(first.stdout).toBe(second.stdout);
    expect(isAlive(Number(first.stdout))).toBe(true);
    expect(second.stderr).toMatch(/^START RequestId: [\s\S]*REPORT/);
    const other = await lambdaNativeaot(project(['pid']), ['invoke', 'pid', ...port]);
    expect(other.stdout).not.toBe(first.stdout);
    expect(isAlive(Number(other.stdout))).toBe(false);
    await running.end();
  });

  it.each<[string[], string]>([
    [['nope'], 'No function "nope" in this project; it has: project-echo'],
    [['--payload', 'Hello'], '--payload is not JSON'],
    [['--payload', '@missing.json'], '--payload: There is no missing.json.'],
    [
      ['--event', 'thirdly'],
      'unknown event "thirdly" in --event; the events here: first, second; "lambda-nativeaot event"',
    ],
    [
      ['--event', 'sqss'],
      'unknown event "sqss" in --event; the events here: first, second; sample events near it are: sqs,',
    ],
    [
      ['--event', '../first'],
      'unknown event "../first" in --event; the events here: first, second; "lambda-nativeaot event"',
    ],
    [['--set', 'm=1'], '--set m: the event has no m; did you mean n?'],
    [
      ['--event', 'sqs', '--set', 'body=1'],
      '--set body: the event has no body; did you mean Records[0].body',
    ],
    [['--set', 'n'], '--set "n": it is not of the form PATH=VALUE'],
    [['--payload', '1', '--event', 'first'], '--payload and --event both name an event; give one of them.'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await lambdaNativeaot(folder, ['invoke', ...args, ...alone]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n')).toHaveLength(1);
    expect(stderr).toContain(`error: ${message}`);
  });
});
