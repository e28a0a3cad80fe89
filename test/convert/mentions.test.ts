import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program, project } from './executable-support.ts';
import { appProject, plan, writeFiles } from './fixtures.ts';

// What deploys a program, or a class library, from other folders of its repository.

const git = { '.git/HEAD': 'ref: refs/heads/main\n' };
const code =
  'using App;\nawait LambdaBootstrapBuilder.Create<Order, Receipt>(H, new DefaultLambdaJsonSerializer()).Build().RunAsync();\n';

/** An executable in a folder: its assembly has the name of its project. */
const meter = (folder: string, more: Record<string, string> = {}) => ({
  ...Object.fromEntries(
    Object.entries(program(code))
      .filter(([path]) => path !== 'App.csproj')
      .map(([path, text]) => [`${folder}/${path}`, text]),
  ),
  [`${folder}/Meter.csproj`]: project,
  ...more,
});

describe('a line elsewhere', () => {
  const named = async (files: Record<string, string>) => {
    const target = await writeFiles({ ...git, ...meter('src/Meter'), ...files });
    const { remarks } = await plan(join(target, 'src', 'Meter'));
    return remarks.filter((remark) => remark.includes('still names')).map((remark) => remark.split(';')[0]);
  };

  it.each([
    ['cdk/Stack.cs', 'new Function(this, "F", new FunctionProps { Handler = "Meter" });'],
    ['cdk/stack.ts', "new Function(this, 'F', { handler: 'Meter' });"],
    ['serverless.yml', 'functions:\n  f:\n    handler: Meter\n'],
    ['deploy.sh', 'aws lambda update-function-configuration --handler Meter'],
    ['Makefile', 'deploy:\n\tdotnet lambda deploy-function --function-handler Meter\n'],
    ['docker/Dockerfile', 'FROM x\nCMD ["Meter"]\n'],
    ['docker/Dockerfile.arm64', 'FROM x\nENTRYPOINT ["/var/task/Meter"]\n'],
  ])('of %s names the executable', async (path, text) => {
    const [line, ...others] = await named({ [path]: text });
    expect(others).toEqual([]);
    expect(line).toMatch(/still names Meter$/);
    expect(line).toContain(`../../${path}:${text.slice(0, text.indexOf('Meter')).split('\n').length}: `);
  });

  it.each([
    ['a.yml', 'handler: Meter.Other'],
    ['b.yml', 'handler: Meter/x'],
    ['c.yml', 'name: Meter'],
    ['d.cs', 'var handler = MeterReader();'],
    ['Dockerfile', 'COPY Meter /var/task\nRUN handler Meter\n'],
  ])('of %s may be about something else', async (path, text) => {
    expect(await named({ [path]: text })).toEqual([]);
  });

  it.each(['Dockerfile', 'Dockerfile.arm64', 'api.Dockerfile', 'Containerfile'])(
    'of a %s names the command of an image',
    async (name) => {
      const target = await writeFiles({
        ...git,
        'App/App.csproj': appProject,
        'App/Functions.cs': 'namespace App; public class Functions { public string Get(string s) => s; }',
        [`docker/${name}`]:
          'FROM public.ecr.aws/lambda/dotnet:8\nCOPY . /var/task\nCMD ["App::App.Functions::Get"]\n',
      });
      const { remarks } = await plan(join(target, 'App'));
      expect(remarks).toContain(
        `../docker/${name}:3: this still names App::App.Functions::Get; it has to build the bootstrap, as Dockerfile.al2 does, and its command has to be Get.`,
      );
    },
  );
});
