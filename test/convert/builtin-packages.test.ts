import { expect, it } from 'vitest';
import { appProject, plan, writeFiles, writeProject } from './fixtures.ts';
import { defaults, inClass } from './handler-projects.ts';

const code = inClass('[Logging(LogEvent = true)] public string Handle(string s, ILambdaContext c) => s;');
const withPackage = (id: string) =>
  appProject.replace(
    '</ItemGroup>',
    `  <PackageReference Include="${id}" Version="2.0.0" />\n  </ItemGroup>`,
  );
const builtin = { library: 'builtin' } as const;

it.each([
  'AWS.Lambda.Powertools.Logging',
  'AWS.Lambda.Powertools.Metrics',
  'AWS.Lambda.Powertools.Tracing',
  'AWS.Lambda.Powertools.Idempotency',
  'aws.lambda.powertools.batchprocessing',
])('the built-in runtime is refused beside %s, with file, line and reason', async (id) => {
  const target = await writeProject({ ...code, 'App.csproj': withPackage(id) });
  await expect(plan(target, builtin)).rejects.toThrow(
    `--library builtin does not fit: App.csproj:11 uses ${id}, whose aspects look for the ILambdaContext of Amazon.Lambda.Core and would find none`,
  );
  await expect(plan(target)).resolves.toMatchObject({ settings: { library: 'aws' } });
});

it('it is refused as well where another project, or a file for all of them, has the package', async () => {
  const reference = '<ProjectReference Include="../Shared/Shared.csproj" />';
  const shared = withPackage('AWS.Lambda.Powertools.Metrics').replace(
    / *<PackageReference Include="Amazon.*\n/g,
    '',
  );
  const files = {
    'App/App.csproj': appProject.replace('</ItemGroup>', `  ${reference}\n  </ItemGroup>`),
    'App/Function.cs': code['Function.cs'],
    'App/aws-lambda-tools-defaults.json': defaults['aws-lambda-tools-defaults.json'],
    'Shared/Shared.csproj': shared.replace(/ *<AWSProjectType>.*\n/, ''),
    'Shared/Metric.cs': 'namespace Shared; public class Metric { }',
  };
  await expect(plan(await writeFiles(files), builtin)).rejects.toThrow(
    'Shared/Shared.csproj:8 uses AWS.Lambda.Powertools.Metrics',
  );
  const props =
    '<Project>\n  <ItemGroup>\n    <PackageReference Include="AWS.Lambda.Powertools.Logging" Version="2.0.0" />\n  </ItemGroup>\n</Project>\n';
  await expect(
    plan(await writeProject({ ...code, 'Directory.Build.props': props }), builtin),
  ).rejects.toThrow('Directory.Build.props:3 uses AWS.Lambda.Powertools.Logging');
});

it('what takes the context of AWS by its type is an obstacle too', async () => {
  const target = await writeProject({
    ...code,
    'App.csproj': withPackage('OpenTelemetry.Instrumentation.AWSLambda'),
  });
  await expect(plan(target, builtin)).rejects.toThrow('which takes the ILambdaContext of Amazon.Lambda.Core');
});

it.each([
  'AWS.Lambda.Powertools.Parameters',
  'AWS.Lambda.Powertools.JMESPath',
  'AWS.Lambda.Powertools.Common',
])('%s knows no context and is no obstacle', async (id) => {
  const target = await writeProject({ ...code, 'App.csproj': withPackage(id) });
  await expect(plan(target, builtin)).resolves.toMatchObject({ settings: { library: 'builtin' } });
});
