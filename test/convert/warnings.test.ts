import { describe, expect, it } from 'vitest';
import { codeRules } from '../../src/convert/rules/code-rules.ts';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { appProject, defaultsOf, plan, planFixture, writeProject } from './fixtures.ts';

// For each rule: code that it must find, and code like it that is fine.
const cases: Record<string, { bad: readonly string[]; fine: readonly string[]; usings?: string }> = {
  'reflection-json': {
    bad: [
      'JsonSerializer.Serialize(x);',
      'await System.Text.Json.JsonSerializer.DeserializeAsync<Order>(s, options);',
      'JsonSerializer.SerializeToUtf8Bytes(x);',
      'JsonSerializer.Serialize(request.RequestContext);',
    ],
    fine: [
      'JsonSerializer.Serialize(x, Json.Default.Order);',
      'JsonSerializer.Deserialize(s, MyContext.Default.Order);',
      'JsonSerializer.Serialize(x, typeInfo: orderTypeInfo);',
      'void W<T>(T x, JsonTypeInfo<T> type) { JsonSerializer.Serialize(x, type); }',
      'JsonTypeInfo<List<Order>>? info = null; JsonSerializer.Serialize(x, info);',
      'var options = new JsonSerializerOptions { TypeInfoResolver = Json.Default }; JsonSerializer.Serialize(x, options);',
      'other.Serialize(x);',
      'MyJsonSerializer.Serialize(x);',
    ],
  },
  'reflection-http-json': {
    bad: ['await http.GetFromJsonAsync<Order>(url);', 'http.PostAsJsonAsync(url, x);'],
    fine: ['http.GetFromJsonAsync(url, Json.Default.Order);', 'http.GetAsync(url);'],
  },
  newtonsoft: { bad: ['Newtonsoft.Json.JsonConvert.SerializeObject(x);'], fine: ['Json.Convert(x);'] },
  dynamic: {
    bad: ['dynamic d = x;', 'var l = new List<dynamic>();', 'var y = (dynamic)x;'],
    fine: ['var dynamic = 1;', 'string s = "dynamic";'],
  },
  'reflection-emit': {
    bad: ['var m = new DynamicMethod("a", null, null);', 'AssemblyBuilder.DefineDynamicAssembly(n, a);'],
    fine: ['var m = new Method();'],
  },
  'assembly-load': {
    bad: [
      'Assembly.LoadFrom(path);',
      'System.Reflection.Assembly.Load("x");',
      'var c = new AssemblyLoadContext("x");',
    ],
    fine: ['settings.Load(path);', 'Assembly.GetExecutingAssembly();'],
  },
  'create-instance': {
    bad: ['Activator.CreateInstance("a", "b");', 'Activator.CreateInstance(type);'],
    fine: ['Activator.CreateInstance<Order>();', 'Activator.CreateInstance(typeof(Order));'],
  },
  'type-by-name': { bad: ['Type.GetType(name);'], fine: ['Type.GetType("App.Order");', 'x.GetType();'] },
  'generics-at-run-time': {
    bad: ['type.MakeGenericType(a);', 'method.MakeGenericMethod(a);'],
    fine: ['type.Make(a);'],
  },
  'assembly-scanning': {
    bad: ['services.AddAutoMapper(typeof(X));', 'services.AddMediatR(typeof(X));', 'assembly.GetTypes();'],
    fine: [
      'services.AddSingleton<X>();',
      'scanner.Scan(x);',
      'await dynamo.ScanAsync(request);',
      'table.ScanFilter();',
    ],
  },
  mvc: { bad: ['services.AddControllers();', 'app.MapRazorPages();'], fine: ['app.MapGet("/", () => 1);'] },
  culture: {
    bad: ['new CultureInfo("de-DE");', 'CultureInfo.GetCultureInfo(name);'],
    fine: ['new CultureInfo("");', 'var c = CultureInfo.InvariantCulture;'],
  },
  'binary-formatter': {
    bad: [
      'new XmlSerializer(typeof(X));',
      'new System.Runtime.Serialization.Formatters.Binary.BinaryFormatter();',
    ],
    fine: ['new XmlDocument();'],
  },
  'configuration-binding': {
    bad: [
      'configuration.Bind(options);',
      'configuration.GetSection("a").Get<Options>();',
      'services.Configure<Options>(section);',
    ],
    fine: ['cache.Get("a");', 'app.Configure(x);'],
    usings: 'using Microsoft.Extensions.Configuration;',
  },
  'compiled-expression': {
    bad: ['expression.Compile();'],
    fine: ['expression.Visit();'],
    usings: 'using System.Linq.Expressions;',
  },
  proxies: { bad: ['DispatchProxy.Create<I, P>();', 'new ProxyGenerator();'], fine: ['proxy.Create();'] },
  'dynamodb-context': {
    bad: [
      'var c = new DynamoDBContext(client);',
      'new Amazon.DynamoDBv2.DataModel.DynamoDBContextBuilder().Build();',
    ],
    fine: ['var c = new AmazonDynamoDBClient();'],
  },
  'snap-start': {
    bad: [
      'SnapshotRestore.RegisterBeforeSnapshot(Prime);',
      'Amazon.Lambda.Core.SnapshotRestore.RegisterAfterRestore(P);',
    ],
    fine: ['snapshot.RegisterAfterRestore(P);', 'MySnapshotRestore.RegisterBeforeSnapshot(P);'],
  },
  'annotation-body': {
    bad: ['return HttpResults.Ok(order);', 'HttpResults.NewResult(HttpStatusCode.OK, order);'],
    fine: [
      'return HttpResults.NotFound();',
      'HttpResults.BadRequest("no");',
      'HttpResults.Ok($"{x}");',
      'HttpResults.Created($"/orders/{id}", JsonSerializer.Serialize(x, Json.Default.Order));',
      'HttpResults.Ok(total.ToString());',
      'HttpResults.Ok(null);',
    ],
  },
  'endpoint-json': {
    bad: [
      'var app = WebApplication.CreateBuilder(args).Build(); app.MapGet("/", () => new Order());',
      'var app = WebApplication.CreateSlimBuilder(args).Build(); app.MapPost("/", (Order o) => o);',
    ],
    fine: [
      'var app = WebApplication.CreateBuilder(args).Build(); app.Run();',
      'var app = MyWebApplication.CreateBuilder(args).Build(); app.MapGet("/", () => new Order());',
      'var b = WebApplication.CreateBuilder(args); b.Services.ConfigureHttpJsonOptions(o => { }); b.Build().MapGet("/", () => 1);',
    ],
  },
  'aspnet-lambda-serializer': {
    bad: ['services.AddAWSLambdaHosting(LambdaEventSource.HttpApi);'],
    fine: [
      'services.AddAWSLambdaHosting(LambdaEventSource.HttpApi, new SourceGeneratorLambdaJsonSerializer<Json>());',
    ],
  },
};

async function found(id: string, statement: string, usings = ''): Promise<number> {
  const parser = await loadCSharp();
  const text = `using System;\n${usings}\nclass A { object M() { ${statement} return null; } }`;
  const file = readDeclarations(parser.parse(text, 'a.cs'));
  const rule = codeRules.find((r) => r.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  if (!rule.mentions.test(text)) return 0;
  return parser.match(rule.query, file.source.root).filter((m) => rule.applies?.(m, file) ?? true).length;
}

describe('each rule finds what breaks natively and nothing like it', () => {
  it('and has a case here', () => {
    expect(Object.keys(cases).sort()).toEqual(codeRules.map(({ id }) => id).sort());
  });

  it.each(Object.entries(cases))('%s', async (id, { bad, fine, usings }) => {
    for (const statement of bad)
      expect([statement, await found(id, statement, usings)]).toEqual([statement, 1]);
    for (const statement of fine)
      expect([statement, await found(id, statement, usings)]).toEqual([statement, 0]);
  });

  it.each([
    ['System.Text.Json.JsonSerializer.Serialize(x);', 1],
    ['global::System.Text.Json.JsonSerializer.Serialize(x);', 1],
    ['JsonSerializer.Create().Serialize(w, x);', 0],
    ['JsonSerializer.Serialize(x);', 0],
  ])('where Newtonsoft.Json is imported, %s counts by its namespace', async (statement, count) => {
    expect(await found('reflection-json', statement, 'using Newtonsoft.Json;')).toBe(count);
  });

  it('says what is wrong and what to do instead, as parts of a sentence', () => {
    for (const { problem, wayOut } of codeRules) {
      expect(problem).toMatch(/[^.;]$/);
      expect(wayOut).toMatch(/[^.;]$/);
    }
  });
});

describe('warnings', () => {
  const files = {
    'App.csproj': appProject
      .replace(
        '</ItemGroup>',
        `  <PackageReference Include="AWSSDK.S3" Version="3.7.100" />
    <PackageReference Include="AWSSDK.SQS" Version="4.0.1" />
    <PackageReference Include="Newtonsoft.Json" Version="13.0.3" />
  </ItemGroup>
  <ItemGroup>
    <ProjectReference Include="Library/Library.csproj" />
  </ItemGroup>`,
      )
      .replace(
        '</PropertyGroup>',
        '  <DefaultItemExcludes>Library/**</DefaultItemExcludes>\n  </PropertyGroup>',
      ),
    'Function.cs': `namespace App;

public class Function
{
    // JsonSerializer.Serialize(x) in a comment is nobody's business.
    public string Handle(string s) => JsonSerializer.Serialize(new { s, text = "dynamic d = 1;" });

    public object Get(dynamic x) => x;
}
`,
    'Library/Library.csproj':
      '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>',
    'Library/Mapper.cs':
      'namespace Library;\n\npublic class Mapper\n{\n    public object Make(string name) => System.Activator.CreateInstance("Library", name);\n}\n',
    'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    'global.json': '{ "sdk": { "version": "8.0.100" } }',
  };

  it('name file and line, in the project and in those that it uses, packages and SDK among them', async () => {
    const target = await writeProject({
      ...files,
      'App.csproj': files['App.csproj'].replace('net8.0', 'net6.0'),
    });
    const { warnings } = await plan(target);
    expect(warnings.map(({ file, line, id }) => `${file}:${line} ${id}`)).toEqual([
      'App.csproj:12 package',
      'App.csproj:14 package',
      'Function.cs:6 reflection-json',
      'Function.cs:8 dynamic',
      'Library/Mapper.cs:5 create-instance',
      'global.json:1 sdk',
    ]);
    expect(warnings[0]?.problem).toBe(
      'AWSSDK.S3 3.7.100: versions 3 of the AWS SDK are only partly safe under trimming',
    );
  });

  it('are silent where the project has what makes them moot', async () => {
    const idsOf = async (project: string) => {
      const target = await writeProject({
        'App.csproj': project.replace(
          '</ItemGroup>',
          '  <PackageReference Include="Dapper" Version="2.1.66" />\n  </ItemGroup>',
        ),
        'Function.cs':
          'using Microsoft.Extensions.Configuration;\nnamespace App; public class Function { public string Handle(IConfiguration c) => c.Get<string>(); }',
        'aws-lambda-tools-defaults.json': files['aws-lambda-tools-defaults.json'],
      });
      return (await plan(target)).warnings.map(({ id }) => id);
    };
    expect(await idsOf(appProject)).toEqual(['package', 'configuration-binding']);
    const generator = '<EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator>';
    const covered = appProject
      .replace('</PropertyGroup>', `${generator}</PropertyGroup>`)
      .replace('</ItemGroup>', '<PackageReference Include="Dapper.AOT" Version="1.0.48" /></ItemGroup>');
    expect(await idsOf(covered)).toEqual([]);
    expect(await idsOf(appProject.replace('NET.Sdk"', 'NET.Sdk.Web"'))).toEqual(['package']);
  });

  it('name the files that the program reads and that no zip of ours holds', async () => {
    const items = `  <ItemGroup>
    <None Update="appsettings.json"><CopyToOutputDirectory>PreserveNewest</CopyToOutputDirectory></None>
    <Content Include="rules.xml" CopyToPublishDirectory="Always" />
    <None Include="local.json" CopyToOutputDirectory="Always" CopyToPublishDirectory="Never" />
    <None Update="aws-lambda-tools-defaults.json" CopyToOutputDirectory="Always" />
    <None Include="notes.txt" CopyToOutputDirectory="Never" />
    <EmbeddedResource Include="inside.txt" />
  </ItemGroup>
</Project>`;
    const function_ = {
      'Function.cs': 'namespace App; public class Function { public string Handle(string s) => s; }',
      'aws-lambda-tools-defaults.json': files['aws-lambda-tools-defaults.json'],
      'appsettings.json': '{}',
      'appsettings.Development.json': '{}',
      'appsettings.Production.json': '{}',
    };
    const leftOut = async (project: string) =>
      (await plan(await writeProject({ ...function_, 'App.csproj': project }))).warnings
        .filter(({ id }) => id === 'left-out')
        .map(({ file, line, problem, wayOut }) => {
          expect(wayOut).toContain('FILES of the Makefile');
          return `${file}:${line} ${problem.split(' ')[0]}`;
        });
    const project = appProject.replace('</Project>', items);
    expect(await leftOut(appProject)).toEqual([]);
    expect(await leftOut(project)).toEqual(['App.csproj:13 appsettings.json', 'App.csproj:14 rules.xml']);
    expect(await leftOut(project.replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"'))).toEqual([
      'App.csproj:13 appsettings.json',
      'App.csproj:14 rules.xml',
      'appsettings.Production.json:1 appsettings.Production.json',
    ]);
  });

  it('are none for code that runs natively', async () => {
    for (const name of ['empty-function', 's3-function', 'solution', 'handler-shapes']) {
      expect((await planFixture(name)).warnings).toEqual([]);
    }
  });

  it('say where the parser lost its way', async () => {
    const target = await writeProject({ ...files, 'Broken.cs': 'namespace App;\nclass X { void M( { } }\n' });
    expect((await plan(target)).warnings).toContainEqual(
      expect.objectContaining({ file: 'Broken.cs', id: 'syntax', line: 2 }),
    );
  });
});
