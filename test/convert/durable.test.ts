import { expect, it } from 'vitest';
import { program } from './executable-support.ts';
import { appProject, plan, writeFiles, writeProject } from './fixtures.ts';
import { defaults, inClass, refusal, source } from './handler-projects.ts';

// Source of the shapes: the README of Amazon.Lambda.DurableExecution, and AWS's blueprints of durable functions.

const wrap = `public Task<DurableExecutionInvocationOutput> Handle(
        DurableExecutionInvocationInput input, ILambdaContext context)
        => DurableFunction.WrapAsync<Order, string>(Work, input, context);
    public Task<string> Work(Order order, IDurableContext context) => null!;`;
const durable = 'using Amazon.Lambda.DurableExecution;\n';
const order = 'public class Order { }';

it.each([
  ['wraps its work', source(`public class Function { ${wrap} }\n${order}`, durable), 4],
  [
    'names the class in full',
    source(
      'public class Function { public object Handle(string s, ILambdaContext c) => Amazon.Lambda.DurableExecution.DurableFunction.WrapAsync<string>(null, null, c); }',
    ),
    3,
  ],
  [
    'imports the methods of the class',
    source(
      'public class Function { public object Handle(string s, ILambdaContext c) => WrapAsync<string>(null, null, c); }',
      'using static Amazon.Lambda.DurableExecution.DurableFunction;\n',
    ),
    2,
  ],
  [
    'has the attribute of Annotations',
    source(
      `public class Function
{
    [LambdaFunction]
    [DurableExecution(executionTimeout: 86400)]
    public Task<string> Handle(Order order, IDurableContext context) => null!;
}
${order}`,
      'using Amazon.Lambda.Annotations;\n',
    ),
    7,
  ],
])('a durable function that %s is refused with the reason', async (_, text, line) => {
  const message = await refusal({ 'Function.cs': text, ...defaults });
  expect(message).toMatch(new RegExp(`^Function\\.cs:${line}: \\w+ makes this a durable function, and `));
  expect(message).toContain('runs on the managed runtimes of Lambda');
  expect(message).toContain('move what is to run natively into a project of its own.');
  await expect(
    plan(await writeProject({ 'Function.cs': text, ...defaults }), { library: 'builtin' }),
  ).rejects.toThrow('makes this a durable function');
});

it('a program of its own is refused as well', async () => {
  const text = `using Amazon.Lambda.DurableExecution;
await LambdaBootstrapBuilder.Create<DurableExecutionInvocationInput, DurableExecutionInvocationOutput>(H, new DefaultLambdaJsonSerializer()).Build().RunAsync();`;
  expect(await refusal(program(text))).toMatch(/^Program\.cs:5: DurableExecutionInvocationInput makes this/);
});

it('a base class of another project makes a function durable', async () => {
  const target = await writeFiles({
    'App/App.csproj': appProject.replace(
      '</ItemGroup>',
      '  <ProjectReference Include="../Shared/Shared.csproj" />\n  </ItemGroup>',
    ),
    'App/Function.cs': 'namespace App; public class Function : Shared.Base { }',
    'App/aws-lambda-tools-defaults.json': defaults['aws-lambda-tools-defaults.json'],
    'Shared/Shared.csproj': appProject.replace(/ *<AWSProjectType>.*\n/, ''),
    'Shared/Base.cs': source(`public class Base { ${wrap} }\n${order}`, durable).replace('App;', 'Shared;'),
  });
  await expect(plan(target)).rejects.toThrow(
    /^Shared\/Base\.cs:4: DurableExecutionInvocationInput makes this a durable function/,
  );
});

it('a template that makes the function durable is named', async () => {
  const template = `Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: dotnet10
      Handler: App::App.Function::Handle
      DurableConfig:
        ExecutionTimeout: 60
`;
  const files = { ...inClass('public string Handle(string s) => s;'), 'template.yaml': template };
  expect(await refusal(files)).toMatch(/^template\.yaml:8: DurableConfig makes this a durable function/);
});

it.each([
  [
    'a type of its own of such a name',
    inClass('public string Handle(DurableFunction f) => "";', 'public class DurableFunction { }'),
  ],
  ['a comment about one', inClass('// DurableFunction.WrapAsync\n public string Handle(string s) => s;')],
  [
    'an import alone',
    {
      'Function.cs': source(
        'public class Function { public string Handle(string s) => s; }',
        'using Amazon.Lambda.DurableExecution;\n',
      ),
      ...defaults,
    },
  ],
  [
    'durable names of others',
    inClass('public string Handle(string s) => DurableTask.DurableFunction.Run(s);'),
  ],
])('%s is no durable function', async (_, files) => {
  await expect(plan(await writeProject(files))).resolves.toBeDefined();
});

it('Terraform that makes the function durable is named', async () => {
  const terraform = `resource "aws_lambda_function" "f" {
  handler = "App::App.Function::Handle"
  runtime = "dotnet10"
  durable_config {
    execution_timeout = 60
  }
}
`;
  const files = { ...inClass('public string Handle(string s) => s;'), 'main.tf': terraform };
  expect(await refusal(files)).toMatch(/^main\.tf:4: durable_config makes this a durable function/);
});
