import { join } from 'node:path';
import {
  appProject,
  centralPackages,
  copyFixture,
  defaultsOf,
  managedProject,
  writeFilesTo,
} from './fixtures.ts';

/** A project as people have it, converted to the built-in runtime, with what its handlers answered before. */
export interface Shape {
  /** A fixture's name, or the folder's that `files` are written to. */
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What is converted, below the folder; the folder itself unless said. */
  readonly from?: string;
  /** The function's project, below what is converted. */
  readonly project?: string;
  /** The test project that it had, below the folder. */
  readonly tests?: string;
  /** What a native build warns of, where convert has said so: a package of others that is made for reflection. */
  readonly warns?: RegExp;
  /** Whether its handlers answer any text, number or object: the events that convert makes up. */
  readonly takesSample?: boolean;
  /** Handler, event, answer. */
  readonly calls: readonly (readonly [string, unknown, unknown])[];
}

const basket = {
  Items: [
    { Name: 'a', Price: 1.5 },
    { Name: 'b', Price: 2 },
  ],
};
const order = {
  id: 'a1',
  lines: [
    { SKU: 'x', Quantity: 2, Price: 1.5 },
    { sku: 'y', quantity: 4 },
  ],
};
const question = { text: 'x', number: 1, answers: null };

const ordersOfOneName = `using System.Collections.Generic;
using Amazon.Lambda.Core;

[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]

namespace App;

public class In
{
    public class Item { public string Sku { get; set; } = ""; }
    public class Order { public List<Item> Items { get; set; } = []; }
}

public class Out
{
    public class Item { public int Count { get; set; } }
    public class Order { public List<Item> Items { get; set; } = []; }
}

public class Function
{
    public Out.Order Handle(In.Order order, ILambdaContext context) =>
        new() { Items = order.Items.ConvertAll(item => new Out.Item { Count = item.Sku.Length }) };
}
`;

const reversed = `using System.Linq;
using Amazon.Lambda.Core;

[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]

namespace App;

public class Function
{
    public string Handle(string text) => new(text.Reverse().ToArray());
}
`;

const meter = `using Amazon.Lambda.Core;

[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.CamelCaseLambdaJsonSerializer))]

namespace Meter;

public record Reading(string Sensor, (int Low, int High) Range);

public class Function
{
    public Reading Widen(Reading reading) => reading with { Range = (reading.Range.Low - 1, reading.Range.High + 1) };
}
`;

export const shapes: readonly Shape[] = [
  {
    name: 'empty-function',
    project: 'src/EmptyFunction',
    calls: [['FunctionHandler', 'Hello World', 'HELLO WORLD']],
  },
  {
    // As before: names in any case are read, null members are not written.
    name: 'json-function',
    takesSample: true,
    calls: [
      ['Place', order, { OrderId: 'a1', Total: 7 }],
      ['Count', order.lines, { x: 2, y: 4 }],
    ],
  },
  {
    name: 'handler-shapes',
    calls: [
      ['VoidFromNothing', {}, ''],
      ['DoneFromTextInContext', 'x', ''],
      ['QuickFromQuestion', question, ''],
      ['RawFromStream', { any: 'thing' }, ''],
      ['TypedFromQuestionInContext', question, { Value: 1 }],
      ['TypedLaterFromText', 'x', null],
      ['TypedQuickFromNothingInContext', {}, []],
      ['TextFromText', 'x', ''],
      ['Wait', question, { Value: 2 }],
      ['All', ['00000000-0000-0000-0000-000000000000', null], {}],
    ],
  },
  {
    // Values of any type, tuples and generic types are written as before.
    name: 'values',
    calls: [
      [
        'Describe',
        { Name: 'x', Details: { a: [1, null], b: { c: 'd' } } },
        { a: [1, null], b: { c: 'd' }, name: 'x', count: 2, half: 0.5, known: true, large: 2 ** 40 },
      ],
      ['Split', 'a b', { Items: ['a', 'b'], Next: { Items: [1, true] } }],
      ['Fill', { a: { b: 1.5 } }, { a: { b: 1.5 } }],
      ['Count', { Items: [{ Sku: 'x' }, { Sku: 'y' }] }, { Items: [{ Count: 2 }] }],
      ['Pair', {}, {}],
      ['Many', null, {}],
    ],
  },
  {
    name: 'converters',
    calls: [
      [
        'Handle',
        { sensor: 'a', DATA: [1, 255], Taken: 1479978613, raw: 'AQL/' },
        { Sensor: 'a', Data: [1, 255], Taken: '2016-11-24T09:10:13Z', Raw: 'AQL/' },
      ],
    ],
  },
  {
    name: 'own-context',
    calls: [['Handle', { name: 'Ada', photo: 'AQL/' }, { Name: 'Ada', Photo: [1, 2, 255] }]],
  },
  // It uses Newtonsoft.Json itself, without the serializer that brought it.
  {
    name: 'newtonsoft',
    warns: /\/Newtonsoft\.Json\.dll : warning IL(?:2104|3053)/,
    calls: [['Handle', '{"name":"x"}', 'x']],
  },
  // A shared library, a test project, central packages and a ValueTask.
  {
    name: 'solution',
    project: 'src/Shop.Function',
    tests: 'test/Shop.Function.Tests',
    calls: [['Handle', basket, { Total: 3.5, Currency: 0 }]],
  },
  {
    name: 'orders-of-one-name',
    files: {
      'App.csproj': appProject,
      'Function.cs': ordersOfOneName,
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    },
    calls: [['Handle', { Items: [{ Sku: 'abc' }, { Sku: '' }] }, { Items: [{ Count: 3 }, { Count: 0 }] }]],
  },
  {
    // The compiler's package named by hand, and versions in one file that nothing below may override.
    name: 'pinned-compiler',
    files: {
      'Directory.Packages.props': centralPackages(
        {
          'Amazon.Lambda.Core': '2.2.0',
          'Amazon.Lambda.Serialization.SystemTextJson': '2.4.0',
          'Microsoft.DotNet.ILCompiler': '8.0.0',
        },
        false,
      ),
      'App.csproj': managedProject.replace(
        '  </ItemGroup>',
        '    <PackageReference Include="Microsoft.DotNet.ILCompiler" />\n  </ItemGroup>',
      ),
      'Function.cs': reversed,
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    },
    calls: [['Handle', 'abc', 'cba']],
  },
  {
    // The template stands above the project that is converted.
    name: 'template-above',
    from: 'src/Meter',
    files: {
      // Only within a repository a file above belongs to the project.
      '.git/HEAD': 'ref: refs/heads/main\n',
      'template.yaml': `Transform: AWS::Serverless-2016-10-31
Resources:
  Widen:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: dotnet8
      Handler: Meter::Meter.Function::Widen
      CodeUri: src/Meter/
      MemorySize: 1024
`,
      'src/Meter/Meter.csproj': appProject,
      'src/Meter/Function.cs': meter,
    },
    calls: [['Widen', { sensor: 'a', range: {} }, { sensor: 'a', range: {} }]],
  },
];

/** A shape's folder below `parent`. */
export async function writeShape({ name, files }: Shape, parent: string): Promise<string> {
  return files === undefined ? copyFixture(name, parent) : writeFilesTo(join(parent, name), files);
}
