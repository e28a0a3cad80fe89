import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { fakeEnvironment, stage } from '../aws/support.ts';
import { bin } from '../support/bin.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { temporaryFolder } from '../support/folders.ts';
import { newProject } from '../support/project.ts';
import { missingTools } from '../support/tools.ts';

const here = stage();

const start = (args: readonly string[], cwd = here.folder) =>
  execa(process.execPath, [bin, 'cold-start', ...args], {
    cwd,
    env: { ...fakeEnvironment, ...dotnetEnvironment, AWS_ENDPOINT_URL: here.fake.url, CI: '1' },
    stdin: 'ignore',
    reject: false,
  });

describe('cold-start', () => {
  it('-n 2 --remote measures on AWS, result on standard output, the rest on standard error', async () => {
    await here.deployOne({ role: 'exec' });
    const { exitCode, stdout, stderr } = await start(['echo', '-n', '2', '--remote', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      mode: 'remote',
      function: 'hello-echo',
      series: [{ label: 'hello-echo', samples: [{}, {}], summary: { n: 2 } }],
    });
    expect(stderr).toMatch(/^hello-echo 1\/2: Init [\d.]+ ms, Duration [\d.]+ ms$/m);
    expect(here.fake.get('hello-echo').configuration.Timeout).toBe(30);
  });

  it('--baseline writes a file, which the next run is compared with', async () => {
    await here.deployOne({ role: 'exec' });
    const args = ['echo', '--remote', '--count', '3', '--baseline', 'dist/baseline.json'];
    const first = await start(args);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stderr).toContain('dist/baseline.json written: the next runs are compared with it');
    // An hour, so that a machine under load is no slower than it.
    const file = join(here.folder, 'dist', 'baseline.json');
    const baseline = JSON.parse(readFileSync(file, 'utf8'));
    baseline.series[0].summary.total.p90 = 3_600_000;
    writeFileSync(file, JSON.stringify(baseline));
    const second = await start([...args, '--tolerance', '50']);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stderr).toMatch(/^hello-echo: p90 of Init \+ Duration [\d.]+ ms, baseline [\d.]+ ms \(/m);
  });

  it('--remote is told in one line what keeps it from measuring', async () => {
    here.fake.fail(
      'GetFunction',
      403,
      'AccessDeniedException',
      'User: me is not authorized to perform: lambda:GetFunction on resource: x',
    );
    const { exitCode, stderr } = await start(['echo', '--remote']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error: AWS denies it: .* Ask for lambda:GetFunction, or use another identity/,
      ),
    });
  });

  it('ended by Ctrl-C sets the timeout back and exits 130', async () => {
    await here.deployOne({ role: 'exec' });
    const running = start(['echo', '--remote']);
    here.fake.onRequest = (operation) => {
      if (operation === 'Invoke') running.kill('SIGINT');
    };
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr.split('\n').at(-1)).toBe(
      'error: Interrupted; the timeout of hello-echo is 30 s, as it was.',
    );
    expect(here.fake.get('hello-echo').configuration.Timeout).toBe(30);
  });
});

const missing = await missingTools('dotnet');
if (missing) console.warn(`cold-start --compare is not tested: ${missing}`);

describe.skipIf(missing)('cold-start --compare', () => {
  it('builds a variant apart from the project and measures it', { timeout: 300_000 }, async () => {
    const project = await newProject(await temporaryFolder(), 'hello-native');
    const { exitCode, stdout, stderr } = await start(
      ['--compare', 'jit', '-n', '2', '--json', '--svg', 'c.svg'],
      project,
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      mode: 'local',
      series: [{ label: 'jit', summary: { n: 2 } }],
    });
    expect(readFileSync(join(project, 'c.svg'), 'utf8')).toContain('Cold starts of hello-native');
    for (const name of ['obj', 'bin']) {
      expect(existsSync(join(project, 'src', 'HelloNative', name))).toBe(false);
    }
  });
});
