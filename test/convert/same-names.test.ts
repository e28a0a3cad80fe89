import { expect, it } from 'vitest';
import { appProject, plan, writeProject } from './fixtures.ts';

// Two types of one simple name would share a property of the generated context (SYSLIB1031), and one is left out.

const typesOf = async (code: string, usings = '') => {
  const source = `using System.Collections.Generic;\n${usings}\nnamespace App;\n\n${code}\n`;
  const { textOf } = await plan(await writeProject({ 'Function.cs': source }), {
    handlers: ['App.Function.Handle'],
  });
  return [...textOf('FunctionJsonContext.cs').matchAll(/\[JsonSerializable\((.*)\)\]/g)].map(
    ([, type]) => type,
  );
};

it('names types that are reached over members, and lists of them', async () => {
  const types = await typesOf(`
public class In { public class Item { public string A { get; set; } } public class Order { public List<Item> Items { get; set; } } }
public class Out { public class Item { public int B { get; set; } } public class Order { public List<Item> Items { get; set; } } }
public class Function { public Out.Order Handle(In.Order order) => null; }`);
  expect(types).toEqual([
    'typeof(In.Item), TypeInfoPropertyName = "AppInItem"',
    'typeof(In.Order), TypeInfoPropertyName = "AppInOrder"',
    'typeof(List<In.Item>), TypeInfoPropertyName = "SystemCollectionsGenericListAppInItem"',
    'typeof(List<Out.Item>), TypeInfoPropertyName = "SystemCollectionsGenericListAppOutItem"',
    'typeof(Out.Item), TypeInfoPropertyName = "AppOutItem"',
    'typeof(Out.Order), TypeInfoPropertyName = "AppOutOrder"',
  ]);
});

it('names nothing where all names are different', async () => {
  const types = await typesOf(`
public class Line { public string A { get; set; } }
public class Order { public List<Line> Lines { get; set; } public Line First { get; set; } }
public class Function { public string Handle(Order order) => ""; }`);
  expect(types).toEqual(['typeof(Order)', 'typeof(string)']);
});

it("names the types inside of AWS's events, which no source here declares", async () => {
  const types = await typesOf(
    'public class Function { public APIGatewayProxyResponse Handle(SQSEvent sqs) => null; public string Other(SNSEvent sns) => ""; }',
    'using Amazon.Lambda.SQSEvents;\nusing Amazon.Lambda.SNSEvents;\nusing Amazon.Lambda.APIGatewayEvents;',
  );
  expect(types).toEqual(['typeof(APIGatewayProxyResponse)', 'typeof(SQSEvent)']);
});

it('names what type arguments lead to, in generic types and in their bases', async () => {
  const types = await typesOf(`
public class In { public class Item { public string A { get; set; } } }
public class Out { public class Item { public int B { get; set; } } }
public class Many<T> { public T[] All { get; set; } }
public class Page<T> : Many<T> { public Page<T> Next { get; set; } }
public class Function { public Page<Out.Item> Handle(Page<In.Item> page) => null; }`);
  expect(types).toEqual([
    'typeof(In.Item), TypeInfoPropertyName = "AppInItem"',
    'typeof(In.Item[]), TypeInfoPropertyName = "AppInItem"',
    'typeof(Out.Item), TypeInfoPropertyName = "AppOutItem"',
    'typeof(Out.Item[]), TypeInfoPropertyName = "AppOutItem"',
    'typeof(Page<In.Item>), TypeInfoPropertyName = "AppPageAppInItem"',
    'typeof(Page<Out.Item>), TypeInfoPropertyName = "AppPageAppOutItem"',
  ]);
});

it('names the certificates of clients in REST and HTTP API events, through authorizers too', async () => {
  const types = await typesOf(
    'public class Function { public string Handle(Both both) => ""; }\npublic class Both { public APIGatewayCustomAuthorizerRequest Rest { get; set; } public APIGatewayHttpApiV2ProxyRequest Http { get; set; } }',
    'using Amazon.Lambda.APIGatewayEvents;',
  );
  const inner = (outer: string) =>
    ['ClientCertValidity', 'ProxyRequestClientCert', 'ProxyRequestContext'].map(
      (name) =>
        `typeof(${outer}.${name}), TypeInfoPropertyName = "AmazonLambdaAPIGatewayEvents${outer}${name}"`,
    );
  expect(types.slice(0, -2)).toEqual([
    ...inner('APIGatewayHttpApiV2ProxyRequest'),
    ...inner('APIGatewayProxyRequest'),
  ]);
});

it('names a type of the project that is called as one inside of an event, and the event’s', async () => {
  const types = await typesOf(
    'public class Record { }\npublic class Function { public Record Handle(KinesisTimeWindowEvent e) => null; }',
    'using Amazon.Lambda.KinesisEvents;',
  );
  expect(types).toEqual([
    'typeof(KinesisEvent.Record), TypeInfoPropertyName = "AmazonLambdaKinesisEventsKinesisEventRecord"',
    'typeof(KinesisTimeWindowEvent)',
    'typeof(Record), TypeInfoPropertyName = "AppRecord"',
  ]);
});

it('names nothing that the version of the package does not have', async () => {
  const source = `using Amazon.Lambda.DynamoDBEvents;
namespace App;
public class Identity { }
public class Function { public Identity Handle(DynamoDBEvent e) => null; }`;
  const contextWith = async (version: string) => {
    const reference = `<PackageReference Include="Amazon.Lambda.DynamoDBEvents" Version="${version}" />`;
    const target = await writeProject({
      'App.csproj': appProject.replace('</ItemGroup>', `${reference}</ItemGroup>`),
      'Function.cs': source,
    });
    return (await plan(target, { handlers: ['App.Function.Handle'] })).textOf('FunctionJsonContext.cs');
  };
  expect(await contextWith('3.1.0')).toContain('typeof(DynamoDBEvent.Identity)');
  expect(await contextWith('2.3.0')).not.toContain('DynamoDBEvent.Identity');
});

it.each([
  ['KinesisFirehoseEvent', 'KinesisFirehoseResponse', 'KinesisFirehoseEvents', 'FirehoseRecord'],
  ['APIGatewayProxyRequest', 'APIGatewayHttpApiV2ProxyRequest', 'APIGatewayEvents', 'ProxyRequestContext'],
])('names what is inside of both %s and %s', async (input, output, namespace, inner) => {
  const types = await typesOf(
    `public class Function { public ${output} Handle(${input} e) => null; }`,
    `using Amazon.Lambda.${namespace};`,
  );
  for (const outer of [input, output])
    expect(types.join('\n')).toContain(
      `typeof(${outer}.${inner}), TypeInfoPropertyName = "AmazonLambda${namespace}${outer}${inner}"`,
    );
});
