import { expect, it } from 'vitest';
import { plan, writeProject } from './fixtures.ts';

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
