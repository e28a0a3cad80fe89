import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { dotnetStandIn, local, localIn, project } from './command-support.ts';
import { send, until } from './support.ts';

// Answers are of the code that is there, or it is said that they are not.

const long = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-01-02T00:00:00Z');

/** A project below a folder with a library beside it; its build takes the C bootstrap that is there, and is counted. */
function builtProject(publish = ''): {
  folder: string;
  /** With a dotnet that counts. */
  env: Record<string, string>;
  builds(): number;
  at(path: string, time: Date): void;
} {
  const folder = project(['pid']);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), long, long);
  };
  write(
    'src/Project/Project.csproj',
    `<Project Sdk="Microsoft.NET.Sdk">
  <Import Project="../../more/more.props" />
  <ItemGroup>
    <Compile Include="../../more/Linked.cs" />
    <ProjectReference Include="../../lib/Shop/Shop.csproj" />
  </ItemGroup>
</Project>
`,
  );
  write('src/Project/Program.cs', '');
  write('src/Project/rd.xml', '<Directives />');
  write('src/Project/README.md', '');
  write('src/Project/obj/x.cs', '');
  write('lib/Shop/Shop.csproj', '<Project Sdk="Microsoft.NET.Sdk" />');
  write('lib/Shop/Order.cs', '');
  write('more/more.props', '<Project />');
  write('more/Linked.cs', '');
  write('more/Unrelated.cs', '');
  write('test/Project.Tests/Tests.cs', '');
  write('Makefile', '');
  const env = dotnetStandIn(`echo built >> builds.txt\n${publish}\ntouch dist/publish/bootstrap\n`);
  const at = (path: string, time: Date) => utimesSync(join(folder, path), time, time);
  at('dist/publish/bootstrap', new Date('2026-01-01T12:00:00Z'));
  const builds = () => {
    try {
      return readFileSync(join(folder, 'builds.txt'), 'utf8').trim().split('\n').length;
    } catch {
      return 0;
    }
  };
  return { folder, env, builds, at };
}

describe('invoke', () => {
  it.each([
    'src/Project/Program.cs',
    'src/Project/Project.csproj',
    'src/Project/rd.xml',
    'lib/Shop/Order.cs',
    'lib/Shop/Shop.csproj',
    'more/more.props',
    'more/Linked.cs',
  ])('builds when %s is newer than the bootstrap, and then not again', async (path) => {
    const { folder, env, builds, at } = builtProject();
    at(path, later);
    for (const times of [1, 1]) {
      expect(await lambdaNativeaot(folder, ['invoke'], env)).toMatchObject({ exitCode: 0 });
      expect(builds()).toBe(times);
    }
  });

  it('does not build for what has no part in the bootstrap', async () => {
    const { folder, builds, at } = builtProject();
    for (const path of [
      'Makefile',
      'src/Project/README.md',
      'src/Project/obj/x.cs',
      'more/Unrelated.cs',
      'test/Project.Tests/Tests.cs',
      'events/first.json',
      '.yo-rc.json',
    ])
      at(path, later);
    expect(await lambdaNativeaot(folder, ['invoke'])).toMatchObject({ exitCode: 0 });
    expect(builds()).toBe(0);
  });

  it('says that a running "local" answers with older code', async () => {
    const { folder, builds, at } = builtProject();
    const running = await local(folder);
    onTestFinished(async () => void (await running.end()));
    const invoke = () => lambdaNativeaot(folder, ['invoke', '--port', String(running.port)]);
    expect((await invoke()).stderr).not.toContain('warning');
    at('lib/Shop/Order.cs', later);
    const { exitCode, stderr } = await invoke();
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: lib/Shop/Order.cs has changed since the code that answers was built;');
    expect(builds()).toBe(0);
  });
});

describe('local', () => {
  it('builds what is older than its sources at the start', async () => {
    const { folder, env, builds, at } = builtProject();
    at('src/Project/Program.cs', later);
    const running = await localIn(env, folder);
    expect(await running.end()).toBe(0);
    expect(builds()).toBe(1);
  });

  it('says with every answer that a source has changed since', async () => {
    const { folder } = builtProject();
    const running = await local(folder);
    onTestFinished(async () => void (await running.end()));
    const count = () =>
      running.stderr().split('warning: src/Project/Program.cs has changed since the code that answers')
        .length - 1;
    const call = () => send(`${running.url}/2015-03-31/functions/project-pid/invocations`, { body: '1' });
    await call();
    expect(count()).toBe(0);
    writeFileSync(join(folder, 'src/Project/Program.cs'), '// edited');
    // The watch takes a moment to see it; from then on each answer has its line.
    await until(async () => (await call()).status === 200 && count() > 0);
    const before = count();
    await call();
    await until(() => count() > before);
  });

  it('with --watch loses no edit that is made during the first build', async () => {
    const { folder, env, builds } = builtProject(
      'test -f edited || { touch edited; echo "// edited" > src/Project/Program.cs; }',
    );
    const running = await localIn(env, folder, '--watch');
    onTestFinished(async () => void (await running.end()));
    await until(() => builds() === 2);
  });
});
