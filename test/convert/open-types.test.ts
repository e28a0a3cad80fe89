import { describe, expect, it } from 'vitest';
import { program } from './executable-support.ts';
import { plan, writeProject } from './fixtures.ts';
import { inClass } from './handler-projects.ts';

const warningsOf = async (files: Record<string, string>) =>
  (await plan(await writeProject(files))).warnings
    .filter(({ id }) => id === 'open-type')
    .map(({ file, line, problem }) => `${file}:${line} ${problem.split(':')[0]}`);

const contextOf = async (files: Record<string, string>) => {
  const { textOf } = await plan(await writeProject(files));
  return [...textOf('FunctionJsonContext.cs').matchAll(/typeof\((.*?)\)\)?[,\]]/g)].map(([, type]) => type);
};

const values = ['JsonElement', 'bool', 'decimal', 'double', 'int', 'long', 'string'];

describe('values of any type', () => {
  it.each([
    ['Dictionary<string, object> Extra { get; set; }', 'Order.Extra is Dictionary<string, object>'],
    ['object? Any { get; set; }', 'Order.Any is object?'],
    [
      'List<Dictionary<string, System.Object[]>> Deep { get; set; }',
      'Order.Deep is List<Dictionary<string, System.Object[]>>',
    ],
    ['dynamic Free { get; set; }', 'Order.Free is dynamic'],
    ['(string Key, object Value)[] Pairs { get; set; }', 'Order.Pairs is (string Key, object Value)[]'],
    ['System.Dynamic.ExpandoObject Bag { get; set; }', 'Order.Bag is System.Dynamic.ExpandoObject'],
    ['System.Collections.ArrayList Old { get; set; }', 'Order.Old is System.Collections.ArrayList'],
    ['Box<object> Box { get; set; }', 'Order.Box is Box<object>'],
  ])('are named by file and line where a member is %s', async (member, problem) => {
    const files = inClass(
      'public Order Handle(string s) => null!;',
      `public class Box<T> { public T? Value { get; set; } }\npublic class Order\n{\n    public ${member}\n}`,
    );
    expect(await warningsOf(files)).toEqual([`Function.cs:7 ${problem.split(':')[0]}`]);
    expect(await contextOf(files)).toEqual(expect.arrayContaining(values));
  });

  it('are found behind lists, other types, base classes and parameters of records', async () => {
    const files = inClass(
      'public Order Handle(Query query) => null!;',
      `public record Query(string Text,
    IReadOnlyList<object> Filters);
public class Base { public object? Tag { get; set; } }
public class Line : Base { }
public class Order { public IList<Line[]> Lines { get; set; } = []; }
public class Bag : Dictionary<string, object> { }
public class Unused { public object? Any { get; set; } }`,
    );
    expect(await warningsOf(files)).toEqual([
      'Function.cs:5 Query.Filters is IReadOnlyList<object>',
      'Function.cs:6 Base.Tag is object?',
    ]);
  });

  it('are found in what a class derives from, and in what a handler itself gives', async () => {
    const files = inClass(
      'public Dictionary<string, object> Handle(Bag bag) => bag;',
      'public class Bag : Dictionary<string, object> { }',
    );
    expect(await warningsOf(files)).toEqual([
      'Function.cs:3 a handler takes or gives Dictionary<string, object>',
      'Function.cs:4 Bag is Dictionary<string, object>',
    ]);
  });

  it('are found in a program of its own, at the registration', async () => {
    const text =
      'using App;\nawait LambdaBootstrapBuilder.Create<Order, List<object>>(x, new DefaultLambdaJsonSerializer()).Build().RunAsync();';
    expect(await warningsOf(program(text))).toEqual(['Program.cs:5 a handler takes or gives List<object>']);
  });

  it('are found in what an authorizer answers, which no source here declares', async () => {
    const files = inClass(
      'public Amazon.Lambda.APIGatewayEvents.APIGatewayCustomAuthorizerResponse Handle(string s) => null!;',
    );
    expect(await warningsOf(files)).toEqual([
      'Function.cs:3 Amazon.Lambda.APIGatewayEvents.APIGatewayCustomAuthorizerResponse.Context holds objects',
    ]);
    expect(await contextOf(files)).toEqual(expect.arrayContaining(values));
  });

  it.each([
    '[System.Text.Json.Serialization.JsonIgnore] public object? Any { get; set; }',
    '[JsonConverter(typeof(Own))] public object? Any { get; set; }',
    'public JsonElement Any { get; set; }',
    'public Dictionary<string, JsonElement> Extra { get; set; }',
    'public System.Text.Json.Nodes.JsonObject Extra { get; set; }',
    'public static object Shared { get; set; }',
    'public Item @object { get; set; }',
    'public Queue Queue { get; set; }',
  ])('are none in %s', async (member) => {
    const files = inClass(
      'public Order Handle(string s) => null!;',
      `public class Item { }\npublic class Queue { }\npublic class Order { ${member} }`,
    );
    expect(await warningsOf(files)).toEqual([]);
    expect(await contextOf(files)).not.toContain('decimal');
  });

  it('are found where JsonIgnore is for nulls alone', async () => {
    const member =
      '[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public object? Any { get; set; }';
    const files = inClass('public Order Handle(string s) => null!;', `public class Order { ${member} }`);
    expect(await warningsOf(files)).toEqual(['Function.cs:4 Order.Any is object?']);
  });

  it('are the business of a context that is there already', async () => {
    const context = `using System.Text.Json.Serialization;
namespace App;
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(string))]
public partial class Json : JsonSerializerContext { }
public class Order { public object? Any { get; set; } }
`;
    const attribute =
      '[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.Json>))]';
    const files = { ...inClass('public Order Handle(string s) => null!;'), 'Json.cs': context };
    const { warnings, changes } = await plan(await writeProject({ ...files, 'Assembly.cs': attribute }));
    expect(warnings).toEqual([]);
    expect(changes.map(({ path }) => path)).not.toContain('Json.cs');
  });
});
