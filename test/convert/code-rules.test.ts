import { describe, expect, it } from 'vitest';
import { codeRules } from '../../src/convert/rules/code-rules.ts';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';

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
  'first-use': {
    bad: [
      'var s3 = new AmazonS3Client();',
      'using var http = new System.Net.Http.HttpClient();',
      'async Task Send() { await new Amazon.SQS.AmazonSQSClient(region).SendMessageAsync(m); }',
    ],
    fine: [
      'services.AddSingleton<IAmazonS3>(_ => new AmazonS3Client());',
      'var http = new MyHttpClient(); var other = new AmazonS3ClientOptions();',
      'return null; } static readonly AmazonS3Client S3 = new AmazonS3Client(); object N() {',
      'return null; } A() { var s3 = new AmazonS3Client(); } object N() {',
      'return null; } static void Main() { var s3 = new AmazonS3Client(); } object N() {',
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
