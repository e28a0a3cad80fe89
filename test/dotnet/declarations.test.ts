import { beforeAll, describe, expect, it } from 'vitest';
import { type CSharpParser, loadCSharp } from '../../src/dotnet/csharp.ts';
import { type Declarations, fullName, readDeclarations } from '../../src/dotnet/declarations.ts';
import { createScope, placeIn } from '../../src/dotnet/scope.ts';

let parser: CSharpParser;
beforeAll(async () => {
  parser = await loadCSharp();
});

const read = (text: string, path = 'a.cs'): Declarations => readDeclarations(parser.parse(text, path));

describe('declarations', () => {
  it('finds types in namespaces of both styles, nested ones and those behind #if', () => {
    const { types } = read(`namespace A { namespace B { class C { struct D { } } } }
namespace A.E { record F(int X); record struct G(int Y); enum H { I } interface J { } delegate void K(); }`);
    expect(types.map((type) => [fullName(type), type.kind])).toEqual([
      ['A.B.C', 'class'],
      ['A.B.C.D', 'struct'],
      ['A.E.F', 'record'],
      ['A.E.G', 'record struct'],
      ['A.E.H', 'enum'],
      ['A.E.J', 'interface'],
      ['A.E.K', 'delegate'],
    ]);
    const scoped = read('\uFEFFnamespace My.App;\n#if DEBUG\nclass X { }\n#endif\nclass Y { }');
    expect(scoped.types.map(fullName)).toEqual(['My.App.X', 'My.App.Y']);
  });

  it('reads methods with everything that decides whether they are handlers', () => {
    const [type] = read(`class F {
      [LambdaFunction(Timeout = 3)] public async Task<List<Order?>> Get([FromBody] Order o, ref int r, string s = "") => null;
      static void Main() { }
      internal T Make<T>(params int[] all) => default;
    }`).types;
    expect(
      type?.methods.map(({ name, returnType, modifiers, isGeneric }) => ({
        name,
        returnType,
        modifiers,
        isGeneric,
      })),
    ).toEqual([
      { name: 'Get', returnType: 'Task<List<Order?>>', modifiers: ['public', 'async'], isGeneric: false },
      { name: 'Main', returnType: 'void', modifiers: ['static'], isGeneric: false },
      { name: 'Make', returnType: 'T', modifiers: ['internal'], isGeneric: true },
    ]);
    const [get, , make] = type?.methods ?? [];
    expect(get?.attributes.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['LambdaFunction', '(Timeout = 3)'],
    ]);
    expect(get?.parameters).toMatchObject([
      { name: 'o', type: 'Order', attributes: [{ name: 'FromBody' }] },
      { name: 'r', type: 'int', modifiers: ['ref'] },
      { name: 's', hasDefault: true },
    ]);
    expect(make?.parameters).toMatchObject([{ name: 'all', type: 'int[]', modifiers: ['params'] }]);
  });

  it('counts a primary constructor among the constructors', () => {
    const [type] = read('class F(ILogger log, int x = 1) : Base<int>, I { F() : this(null) { } }').types;
    expect(type?.constructors.map(({ parameters }) => parameters.map((p) => p.hasDefault))).toEqual([
      [],
      [false, true],
    ]);
    expect(type?.bases).toEqual(['Base<int>', 'I']);
  });

  it('reads usings, assembly attributes and top-level statements', () => {
    const { usings, assemblyAttributes, statements } = read(`global using System.Text;
using static System.Math;
using X = A.B<int>;
[assembly: LambdaSerializer(typeof(Foo)), Other]
[module: Not]
var x = 1;`);
    expect(usings.map(({ name, alias, isStatic, isGlobal }) => [name, alias, isStatic, isGlobal])).toEqual([
      ['System.Text', undefined, false, true],
      ['System.Math', undefined, true, false],
      ['A.B<int>', 'X', false, false],
    ]);
    expect(assemblyAttributes.map(({ name }) => name)).toEqual(['LambdaSerializer', 'Other']);
    expect(statements).toHaveLength(1);
  });
});

describe('the scope of a name', () => {
  it('is searched from the inside to the outside, then in the imported namespaces', () => {
    const files = [
      read('using My.Models; namespace My.App; class F { class Order { } } class G { }', 'f.cs'),
      read('namespace My.Models { class Order { class Line { } } class Note { } }', 'm.cs'),
      read('namespace My { class Note { } }', 'n.cs'),
    ];
    const scope = createScope(files);
    const [f, , g] = (files[0] as Declarations).types;
    const from = (type: typeof f, name: string) =>
      type && scope.find(name, placeIn(type, files)).map(fullName);
    expect(from(f, 'Order')).toEqual(['My.App.F.Order']);
    expect(from(g, 'Order')).toEqual(['My.Models.Order']);
    expect(from(g, 'Order.Line')).toEqual(['My.Models.Order.Line']);
    expect(from(g, 'Note')).toEqual(['My.Note']);
    expect(from(g, 'Models.Note')).toEqual(['My.Models.Note']);
    expect(from(g, 'Missing')).toEqual([]);
  });

  it('follows aliases and the usings of the project file', () => {
    const files = [
      read('using O = My.Models.Order; class F { }'),
      read('namespace My.Models { class Order { } }'),
    ];
    const place = placeIn((files[0] as Declarations).types[0] as never, files);
    expect(createScope(files).find('O', place).map(fullName)).toEqual(['My.Models.Order']);
    expect(createScope(files).find('Order', place)).toEqual([]);
    expect(createScope(files, ['My.Models']).find('Order', place).map(fullName)).toEqual(['My.Models.Order']);
  });
});
