import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, test } from 'vitest';
import { isHttpEvent } from '../../src/emulator/http/functions.ts';
import type { Settings } from '../../src/project/settings.ts';
import { eventOf } from '../samples/expected.ts';
import { bin } from '../support/bin.ts';
import { missingTools } from '../support/tools.ts';
import { local, project } from './command-support.ts';
import { temporaryFolder } from './support.ts';

/** The commands that `local` prints: those in which its lines end with a backslash are one. */
function printed(stderr: string, program: string): string {
  const at = stderr.indexOf(`\n${program} `) + 1;
  expect(at).toBeGreaterThan(0);
  return /^(?:.*\\\n)*.*/.exec(stderr.slice(at))?.[0] as string;
}

/** A machine without an AWS configuration, on which `lambda-nativeaot` is the one under test. */
async function shell(command: string, cwd: string) {
  const programs = temporaryFolder();
  const program = join(programs, 'lambda-nativeaot');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
  const env = { PATH: `${programs}:${process.env.PATH}`, HOME: cwd };
  return execa('sh', ['-c', command], { cwd, env, extendEnv: false, reject: false });
}

const lacksAws = await missingTools('aws');

describe('what local prints at its start', () => {
  test('calls the function as it stands, with invoke', async () => {
    const folder = project(['echo']);
    const running = await local(folder);
    const { stdout, exitCode } = await shell(printed(running.stderr(), 'lambda-nativeaot'), folder);
    expect({ stdout, exitCode }).toEqual({ stdout: '{"n":1}', exitCode: 0 });
    await running.end();
  });

  test.skipIf(lacksAws)('calls the function as it stands, with the AWS CLI', async () => {
    const folder = project(['pid', 'echo']);
    const running = await local(folder, '--function', 'echo');
    const command = printed(running.stderr(), 'aws');
    for (const line of command.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const { stdout, stderr, exitCode } = await shell(command, folder);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout.endsWith('{"n":1}')).toBe(true);
    await running.end();
  });

  test.skipIf(lacksAws)('calls a function without a sample event, too', async () => {
    const folder = project(['echo'], {
      functions: [{ name: 'project-echo', handler: 'echo', memorySize: 128, timeout: 5 }],
    });
    const running = await local(folder);
    const { stdout, exitCode } = await shell(printed(running.stderr(), 'aws'), folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"StatusCode": 200');
    await running.end();
  });

  test('has a URL for each function that answers HTTP requests, and for no other', async () => {
    const fn = { memorySize: 128, timeout: 5 };
    const functions: Settings['functions'] = [
      { ...fn, name: 'project-pid', handler: 'pid', event: 'events/first.json' },
      { ...fn, name: 'project-echo', handler: 'echo', url: { auth: 'iam' } },
      { ...fn, name: 'project-http', handler: 'http', event: 'events/http.json' },
    ];
    const folder = project([], { functions });
    writeFileSync(join(folder, 'events', 'http.json'), eventOf('http-api'));
    const running = await local(folder);
    const rows = running.stderr().match(/^project-.*/gm);
    expect(rows).toEqual([
      expect.stringMatching(/^project-pid +128 MB +5 s$/),
      expect.stringMatching(/^project-echo +http:\S+\/project-echo\/ +128 MB +5 s$/),
      expect.stringMatching(/^project-http +http:\S+\/project-http\/ +128 MB +5 s$/),
    ]);
    await running.end();
  });
});

describe('an event of a function URL', () => {
  it.each(['http-api', 'streaming', 'aspnet-webapi'])('is that of the sample %s', (sample) => {
    expect(isHttpEvent(eventOf(sample))).toBe(true);
  });

  it.each([
    ['a text', '"Hello"'],
    ['a queue’s', '{"Records":[]}'],
    ['of format 1.0', '{"version":"1.0","httpMethod":"GET","requestContext":{}}'],
    ['of a load balancer', '{"httpMethod":"GET","requestContext":{"elb":{}}}'],
    ['no JSON', '{'],
    ['null', 'null'],
  ])('is none: %s', (_what, text) => {
    expect(isHttpEvent(text)).toBe(false);
  });
});
