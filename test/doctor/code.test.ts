import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/doctor/project/code.ts';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { applyEdits } from '../../src/dotnet/splice.ts';
import type { Library } from '../../src/platform/options.ts';
import { loaded, projectXml, settingsOf } from './support.ts';

/** What the doctor reads out of C# files, by their names. */
async function read(library: Library, files: Readonly<Record<string, string>>) {
  const parser = await loadCSharp();
  const declarations = Object.entries(files).map(([path, text]) =>
    readDeclarations(parser.parse(text, path)),
  );
  return readCode(
    {
      folder: '/project',
      parser,
      project: loaded(projectXml()),
      sources: 'src/Hello',
      files: declarations,
      tests: undefined,
    },
    settingsOf({ library }),
  );
}

const context = (...types: string[]) =>
  `using System.Text.Json.Serialization;\nusing Hello.Functions;\n\nnamespace Hello;\n\n${types.map((type) => `[JsonSerializable(typeof(${type}))]\n`).join('')}public sealed partial class FunctionJsonContext : JsonSerializerContext\n{\n}\n`;

const orders = `namespace Hello.Functions;
public static class Orders { public static Task<Receipt> Handle(Order input, ILambdaContext context) => null!; }
public sealed record Order(string Id, List<Item> Items);
public sealed class Item { public decimal Price { get; set; } public Money? Tax { get; set; } }
public readonly struct Money { public int Cents { get; init; } }
public sealed record Receipt(string Id);
public static class Upper { public static string Handle(string input, ILambdaContext context) => input; }
public static class Raw { public static Stream Handle(Stream input, ILambdaContext context) => input; }
public static class Parts { public static Item Handle(Item[] input) => null!; }
`;
const builtin = (...lines: string[]) =>
  `using Hello;\nusing Hello.Functions;\n\nreturn LambdaBootstrap.Create()\n${lines.map((line) => `    ${line}\n`).join('')}    .Run();\n`;
const aws = (...lines: string[]) =>
  `using Hello;\nusing Hello.Functions;\nvar serializer = new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>();\nvar handlers = new Dictionary<string, LambdaBootstrapBuilder>\n{\n${lines.map((line) => `    ${line},\n`).join('')}};\n`;

const names = ({ registered }: Awaited<ReturnType<typeof read>>) => registered?.map(({ name }) => name);
const types = ({ missingTypes }: Awaited<ReturnType<typeof read>>) => missingTypes.map(({ type }) => type);

describe('registered handlers', () => {
  it('of the built-in runtime, with file and line', async () => {
    const code = await read('builtin', {
      'Program.cs': builtin(
        '.Handle("orders", Orders.Handle, FunctionJsonContext.Default.Order, FunctionJsonContext.Default.Receipt)',
        '.Handle(@"upper", Upper.Handle)',
        '.Handle("inline", (string input) => Upper.Handle(input + "x", null!))',
      ),
      'Orders.cs': orders,
    });
    expect(code.registered).toEqual([
      { name: 'orders', path: 'Program.cs', line: 5 },
      { name: 'upper', path: 'Program.cs', line: 6 },
      { name: 'inline', path: 'Program.cs', line: 7 },
    ]);
    expect(code.hasComputedNames).toBe(false);
  });

  it('through a variable', async () => {
    const program =
      'var app = LambdaBootstrap.Create();\napp.Handle("a", Upper.Handle);\nother.Handle("b", 1);\nreturn app.Run();';
    expect(names(await read('builtin', { 'Program.cs': program }))).toEqual(['a']);
  });

  it('with a name that is only known at run time', async () => {
    const code = await read('builtin', {
      'Program.cs': builtin('.Handle(Names.First, Upper.Handle)'),
      'O.cs': orders,
    });
    expect(code.hasComputedNames).toBe(true);
  });

  it("of AWS's library, in both forms of a table", async () => {
    const program = aws(
      '["orders"] = LambdaBootstrapBuilder.Create<Order, Receipt>(Orders.Handle, serializer)',
      '{ "upper", LambdaBootstrapBuilder.Create<string, string>(Upper.Handle, serializer) }',
      '["raw"] = LambdaBootstrapBuilder.Create(Raw.Handle)',
    );
    const code = await read('aws', {
      'Program.cs': program,
      'O.cs': orders,
      'C.cs': context('Order', 'Receipt', 'string'),
    });
    expect(names(code)).toEqual(['orders', 'upper', 'raw']);
    expect(code.missingTypes).toEqual([]);
  });

  it("of AWS's library, as one bootstrap without a name", async () => {
    const program =
      'await LambdaBootstrapBuilder.Create(Orders.Handle, new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>()).Build().RunAsync();';
    const code = await read('aws', {
      'Program.cs': `using Hello.Functions;\n${program}`,
      'O.cs': orders,
      'C.cs': context('Order'),
    });
    expect(code.registered).toEqual([{ name: undefined, path: 'Program.cs', line: 2 }]);
    expect(types(code)).toEqual(['Receipt']);
  });

  it('are unknown where the program is of another kind', async () => {
    const code = await read('aws', {
      'Program.cs': 'builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi);',
    });
    expect(code.registered).toBeUndefined();
  });
});

describe('types that a context lacks', () => {
  const orderInfos = 'FunctionJsonContext.Default.Order, FunctionJsonContext.Default.Receipt';
  const ordersLine = `.Handle("orders", Orders.Handle, ${orderInfos})`;
  const lacks = async (line: string, ...known: string[]) =>
    types(await read('builtin', { 'Program.cs': builtin(line), 'O.cs': orders, 'C.cs': context(...known) }));
  const partsLine =
    '.Handle("parts", Parts.Handle, FunctionJsonContext.Default.ItemArray, FunctionJsonContext.Default.Item)';

  it('are those of the handlers', async () => {
    const code = await read('builtin', {
      'Program.cs': builtin(ordersLine),
      'O.cs': orders,
      'C.cs': context('Money'),
    });
    expect(code.missingTypes).toEqual([
      { type: 'Order', handler: 'orders', isSure: true },
      { type: 'Receipt', handler: 'orders', isSure: true },
    ]);
  });

  it('are none where it names them, by whatever name', async () => {
    expect(await lacks(ordersLine, 'Order', 'global::Hello.Functions.Receipt')).toEqual([]);
  });

  // Checked against the source generator of System.Text.Json 10.
  it.each([
    ['a list of a member', 'Order', ['Item[]']],
    ['a list', 'List<Item>', ['Item[]']],
    ['the array itself', 'Item[]', []],
    ['a dictionary', 'Dictionary<string, Item[]>', []],
    ['something else', 'Money', ['Item[]', 'Item']],
  ])('are not those that it reaches through %s', async (_what, known, missing) => {
    expect(await lacks(partsLine, known)).toEqual(missing);
  });

  it('are not those that a base class of a member has', async () => {
    const more = `namespace Hello.Functions;
public class Deep { public Item[] Items { get; set; } }
public class Middle : Deep { }
public class Top : Middle { public Item One { get; set; } }`;
    const files = { 'Program.cs': builtin(partsLine), 'O.cs': orders, 'M.cs': more, 'C.cs': context('Top') };
    expect(types(await read('builtin', files))).toEqual([]);
  });

  it('are none for texts and streams', async () => {
    expect(await lacks('.Handle("upper", Upper.Handle)')).toEqual([]);
    expect(await lacks('.Handle("raw", Raw.Handle)')).toEqual([]);
  });

  it("are texts as well with AWS's serializer", async () => {
    const program = aws(
      '["upper"] = LambdaBootstrapBuilder.Create<string, string>(Upper.Handle, serializer)',
    );
    const files = { 'Program.cs': program, 'O.cs': orders };
    expect(types(await read('aws', { ...files, 'C.cs': context('Money') }))).toEqual(['string']);
    expect(types(await read('aws', { ...files, 'C.cs': context('Receipt') }))).toEqual([]);
  });

  it('are not sure where the context has types of packages, which may lead to them', async () => {
    const line =
      '["a"] = LambdaBootstrapBuilder.Create<SQSEvent.SQSMessage, Receipt>(Orders.Handle, serializer)';
    const code = await read('aws', { 'Program.cs': aws(line), 'O.cs': orders, 'C.cs': context('SQSEvent') });
    expect(code.missingTypes.map(({ type, isSure }) => [type, isSure])).toEqual([
      ['SQSEvent.SQSMessage', false],
      ['Receipt', true],
    ]);
  });

  it("are looked for in the serializer's own context", async () => {
    const other = context().replace('FunctionJsonContext', 'OtherContext');
    const line = '["orders"] = LambdaBootstrapBuilder.Create<Order, Receipt>(Orders.Handle, serializer)';
    const program = aws(line).replace('<FunctionJsonContext>', '<OtherContext>');
    const files = {
      'Program.cs': program,
      'O.cs': orders,
      'C.cs': context('Order', 'Receipt'),
      'X.cs': other,
    };
    const code = await read('aws', files);
    expect(code.context).toEqual({ name: 'OtherContext', path: 'X.cs' });
    expect(types(code)).toEqual(['Order', 'Receipt']);
  });

  it('are all of them where there is no context', async () => {
    const code = await read('builtin', { 'Program.cs': builtin(ordersLine), 'O.cs': orders });
    expect(code.context).toBeUndefined();
    expect(types(code)).toEqual(['Order', 'Receipt']);
    expect(code.contextFix).toBeUndefined();
  });

  it('can be added to it', async () => {
    const files = { 'Program.cs': builtin(ordersLine), 'O.cs': orders, 'C.cs': context('Money') };
    const { contextFix } = await read('builtin', files);
    expect(contextFix?.path).toBe('C.cs');
    const fixed = applyEdits(contextFix?.before ?? '', contextFix?.edits ?? []);
    expect(fixed).toBe(context('Money', 'Order', 'Receipt'));
    expect((await read('builtin', { ...files, 'C.cs': fixed })).contextFix).toBeUndefined();
  });
});
