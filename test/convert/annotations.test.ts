import { describe, expect, it } from 'vitest';
import { defaultsOf, plan, planFixture, writeProject } from './fixtures.ts';

const _source = 'namespace App;\npublic class Function { public string Handle(string s) => s; }\n';
const _defaults = defaultsOf('App::App.Function::Handle');

describe('a function of Annotations', () => {
  it('is reached by the last part of the Handler that Annotations writes at each build', async () => {
    const { textOf, settings } = await planFixture('annotations');
    expect(settings.functions.map(({ handler }) => handler)).toEqual([
      'Add',
      'Total',
      'Plain',
      'One',
      'Nothing',
      'Any',
      'Authorize',
    ]);
    const { Resources } = JSON.parse(textOf('src/Calculator/serverless.template'));
    expect(Resources.CalculatorFunctionsAddGenerated.Properties).toMatchObject({
      Handler: 'bootstrap::Calculator.Functions_Add_Generated::Add',
      Runtime: 'provided.al2023',
    });
    expect(textOf('src/Calculator/Program.cs')).toContain(
      '.Split(new[] { "::" }, StringSplitOptions.None).Last();',
    );
    expect(textOf('src/Calculator/Program.cs')).toContain(
      '[assembly: Amazon.Lambda.Annotations.LambdaGlobalProperties(Runtime = "provided.al2023")]',
    );
  });

  it('has the types of its event, its response and its body in the context', async () => {
    const context = (await planFixture('annotations')).textOf('src/Calculator/FunctionJsonContext.cs');
    const types = [...context.matchAll(/typeof\((.*)\)\)/g)].map(([, type]) => type);
    expect(types).toEqual([
      'APIGatewayCustomAuthorizerV2Request',
      'APIGatewayCustomAuthorizerV2SimpleResponse',
      'APIGatewayHttpApiV2ProxyRequest',
      'APIGatewayHttpApiV2ProxyResponse',
      'APIGatewayProxyRequest',
      'APIGatewayProxyResponse',
      'Result',
      'Sum',
      'int',
      'string',
    ]);
  });

  it('no longer has a Main generated that listens to another variable', async () => {
    const annotated = `using Amazon.Lambda.Annotations;
[assembly: LambdaGlobalProperties(GenerateMain = true, Runtime = "dotnet8")]
namespace App;
public class Functions { [LambdaFunction] public string Get(string s, [FromServices] IThing t) => s; }
`;
    const { textOf } = await plan(await writeProject({ 'Functions.cs': annotated }));
    expect(textOf('Functions.cs')).toContain(
      '[assembly: LambdaGlobalProperties(Runtime = "provided.al2023")]',
    );
    expect(textOf('Program.cs')).not.toContain('LambdaGlobalProperties');
    expect(textOf('Program.cs')).toContain('Create<string, string>(functionsGetGenerated.Get, serializer)');
  });

  const generated = (id: string, handler: string) => `    "${id}": {
      "Type": "AWS::Serverless::Function",
      "Metadata": { "Tool": "Amazon.Lambda.Annotations" },
      "Properties": { "Runtime": "dotnet8", "MemorySize": 777, "Handler": "${handler}" }
    }`;
  const withTemplate = (...functions: string[]) => ({
    'Functions.cs': `using Amazon.Lambda.Annotations;
[assembly: LambdaGlobalProperties(GenerateMain = true)]
namespace App;
public class Functions {
  [LambdaFunction] public string Get(string s) => s;
  [LambdaFunction(ResourceName = "Mine")] public string Put(string s) => s;
}
`,
    'serverless.template': `{\n  "Resources": {\n${functions.join(',\n')}\n  }\n}\n`,
  });

  it('is known by its resource where a Main of Annotations was the handler of all', async () => {
    const files = withTemplate(generated('AppFunctionsGetGenerated', 'App'), generated('Mine', 'App'));
    const { settings, textOf, remarks } = await plan(await writeProject(files));
    expect(settings.functions).toMatchObject([
      { name: 'AppFunctionsGetGenerated', handler: 'Get', memorySize: 777 },
      { name: 'Mine', handler: 'Put', memorySize: 777 },
    ]);
    expect(textOf('serverless.template')).toContain(
      '"Handler": "bootstrap::App.Functions_Put_Generated::Put"',
    );
    expect(remarks.join('\n')).toContain('Functions.cs:2: GenerateMain goes');
  });

  it('that is gone from the code is left to Annotations, which takes it out of the template', async () => {
    const files = withTemplate(
      generated('AppFunctionsGetGenerated', 'App::App.Functions_Get_Generated::Get'),
      generated('AppFunctionsOldGenerated', 'App::App.Functions_Old_Generated::Old'),
    );
    const { settings, remarks } = await plan(await writeProject(files));
    expect(settings.functions.map(({ handler }) => handler)).toEqual(['Get', 'Put']);
    expect(remarks).toContain(
      'serverless.template:8: AppFunctionsOldGenerated is for a method that no longer exists; Annotations removes it at the next build.',
    );
  });

  it('is asked for by name where two classes have the same end', async () => {
    const annotated = (namespace: string, name: string) =>
      `using Amazon.Lambda.Annotations;\nnamespace ${namespace}; public class ${name} { [LambdaFunction] public string Get(string s) => s; }\n`;
    const target = await writeProject({
      'A.cs': annotated('App.A', 'Functions'),
      'B.cs': annotated('App.B', 'Functions'),
      'C.cs': annotated('App', 'OtherFunctions'),
    });
    await expect(plan(target, { handlers: ['Functions.Get'] })).rejects.toThrow(
      'may mean App.A.Functions or App.B.Functions; give --handler with the full name.',
    );
    const { textOf } = await plan(target, { handlers: ['B.Functions.Get'] });
    expect(textOf('Program.cs')).toContain('namespace App.B;');
  });

  it.each([
    ['[FunctionUrl] public string Get([FromQuery] string s) => s;', 'APIGatewayHttpApiV2ProxyRequest'],
    [
      '[HttpApi(LambdaHttpMethod.Get, "/", Version = HttpApiVersion.V1)] public string Get(string s) => s;',
      'APIGatewayProxyRequest',
    ],
    [
      '[ALBApi("@L", "/*", 1)] public ApplicationLoadBalancerResponse Get(ApplicationLoadBalancerRequest r, ILambdaContext c) => null!;',
      'ApplicationLoadBalancerRequest',
    ],
    [
      '[ALBApi("@L", "/*", 1)] public IHttpResult Get([FromQuery] string s) => null!;',
      'ApplicationLoadBalancerRequest',
    ],
    ['[HttpApiAuthorizer] public IAuthorizerResult Get() => null!;', 'APIGatewayCustomAuthorizerV2Request'],
    [
      '[HttpApiAuthorizer(AuthorizerPayloadFormatVersion = AuthorizerPayloadFormatVersion.V1)] public IAuthorizerResult Get() => null!;',
      'APIGatewayCustomAuthorizerRequest',
    ],
    ['[RestApiAuthorizer] public IAuthorizerResult Get() => null!;', 'APIGatewayCustomAuthorizerRequest'],
    ['public string Get(string s, [FromServices] IThing t) => s;', undefined],
  ])('takes what its wrapper takes: %s', async (method, event) => {
    const target = await writeProject({
      'A.cs': `using Amazon.Lambda.Annotations;\nnamespace App; public class Outer { public class F { [LambdaFunction] ${method} } }\n`,
    });
    const program = (await plan(target)).textOf('Program.cs').replaceAll(/\(\n\s+/g, '(');
    expect(program).toContain(
      event === undefined
        ? 'LambdaBootstrapBuilder.Create<string, string>(fGetGenerated.Get, serializer)'
        : `LambdaBootstrapBuilder.Create((${event} input, ILambdaContext context) => fGetGenerated.Get(input, context), serializer)`,
    );
    expect(program).toContain('new F_Get_Generated()');
  });
});
