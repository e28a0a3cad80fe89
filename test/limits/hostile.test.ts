import { afterAll, describe, expect, it } from 'vitest';
import { BoundedReader } from '../support/bounded/bounded.ts';
import type { InputOf, ReaderName } from '../support/bounded/readers.ts';
import { someCases } from '../support/cases.ts';

const reader = new BoundedReader();
afterAll(() => reader.close());

/** A text with as many repetitions as the largest file has room for. */
const fill = (piece: string, characters = 4 * 1024 * 1024) => piece.repeat(characters / piece.length);
/** The largest template. */
const template = (piece: string) => fill(piece, 1_000_000);
const rows = (count: number, row: (i: number) => string, separator = '') =>
  Array.from({ length: count }, (_, i) => row(i)).join(separator);
const nested = (open: string, close: string, count: number, inner = '') =>
  open.repeat(count) + inner + close.repeat(count);
const projectOf = (inner: string) => `<Project>${inner}</Project>`;
const properties = (inner: string) => projectOf(`<PropertyGroup>${inner}</PropertyGroup>`);

interface Shape<Name extends ReaderName> {
  readonly what: string;
  readonly input: InputOf<Name>;
  /** What the error says; without it the text is read. */
  readonly refusal?: RegExp;
}

function each<Name extends ReaderName>(name: Name, shapes: readonly Shape<Name>[]): void {
  it.each(someCases(shapes, 2))('$what', async ({ input, refusal }) => {
    const answer = await reader.read(name, input);
    if (refusal === undefined) expect(answer).toMatchObject({ kind: 'read' });
    else expect(answer).toMatchObject({ kind: 'refused', message: expect.stringMatching(refusal) });
    // One line, short enough for a terminal, whatever the text has in it.
    if (answer.message !== undefined) expect(answer.message).toMatch(/^.{1,300}$/);
  });
}

describe('an MSBuild condition of', () => {
  each('condition', [
    {
      what: '100,000 negations',
      input: `${'!'.repeat(100_000)}true`,
      refusal: /more than 16,384 characters/,
    },
    { what: '16,000 negations', input: `${'!'.repeat(16_000)}true` },
    {
      what: 'deep brackets',
      input: nested('(', ')', 5000, 'true'),
      refusal: /more than 100 levels of brackets/,
    },
    { what: 'brackets that stay open', input: '('.repeat(5000), refusal: /levels of brackets/ },
    { what: 'many alternatives', input: rows(1200, () => "'a'=='b'", ' or ') },
    { what: 'properties that stay open', input: '$('.repeat(8000), refusal: /levels of brackets/ },
    { what: 'properties that stay open, behind quotes', input: "'$('$(".repeat(50) },
    {
      what: 'many properties',
      input: `'${'$(a)'.repeat(4000)}'==''`,
      refusal: /more than 65,536 characters/,
    },
    { what: 'many comparisons of long values', input: rows(200, () => "'$(a)$(a)'=='$(a)'", ' and ') },
    { what: 'blanks', input: `'a'${' '.repeat(16_000)}'` },
  ]);
});

describe('a project file of', () => {
  const doubled = properties(
    `<A0>${'x'.repeat(16)}</A0>${rows(39, (i) => `<A${i + 1}>$(A${i})$(A${i})</A${i + 1}>`)}`,
  );
  each('project', [
    {
      what: 'properties that double',
      input: doubled,
      refusal: /^p\.csproj:1: the property A13 has more than 65,536/,
    },
    {
      what: 'a property that grows',
      input: properties('<X>0123456789</X>'.repeat(9) + '<X>$(X)$(X)0</X>'.repeat(40)),
      refusal: /the property X has more than 65,536 characters/,
    },
    {
      what: 'long values that are copied',
      input: properties(`<V>${'v'.repeat(60_000)}</V>${'<W>$(V)</W>'.repeat(20_000)}`),
      refusal: /the property W has more than 16,777,216 characters of property values/,
    },
    {
      what: 'deep elements',
      input: nested('<a>', '</a>', 600_000),
      refusal: /more than 100 levels of nested/,
    },
    { what: 'elements that stay open', input: fill('<a>'), refusal: /more than 100 levels|more than 60,000/ },
    { what: 'many elements', input: projectOf(fill('<a/>')), refusal: /more than 60,000 elements/ },
    {
      what: 'many attributes',
      input: `<Project ${rows(99_999, (i) => `a${i}=""`, ' ')}/>`,
      refusal: /60,000/,
    },
    { what: 'many comments', input: projectOf(fill('<!---->')), refusal: /more than 60,000 elements/ },
    { what: 'line ends of Windows', input: projectOf(fill('\r\n')) },
    { what: 'line ends of old Macs', input: projectOf(fill('\r')) },
    { what: 'references to characters', input: properties(`<A>${fill('&amp;', 3_000_000)}</A>`) },
    {
      what: 'entities that double',
      input: '<!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>',
      refusal: /not well-formed/,
    },
    {
      what: 'a type declaration that stays open',
      input: `<!DOCTYPE a ${fill('[')}`,
      refusal: /not well-formed/,
    },
    { what: 'attributes that stay open', input: projectOf('<a b="'), refusal: /not well-formed/ },
    {
      what: 'groups within groups, all with conditions',
      input: projectOf(
        nested(
          "<Choose><When Condition=\"'a'=='a'\">",
          '</When></Choose>',
          45,
          properties('<A>1</A>'.repeat(20_000)),
        ),
      ),
    },
    {
      what: 'a condition too long, with its line',
      input: projectOf(`\n\n<PropertyGroup Condition="${'!'.repeat(100_000)}true"/>`),
      refusal: /^p\.csproj:3: the condition has more than 16,384 characters, the limit; simplify it\.$/,
    },
    {
      what: 'conditions that take long',
      input: projectOf(
        rows(
          250,
          (i) =>
            `<PropertyGroup Condition="${"'$(A)'=='b' or ".repeat(1000)}'${i}'=='1'"><B>1</B></PropertyGroup>`,
        ),
      ),
    },
  ]);
});

describe('a file pattern of', () => {
  const folders = `${'d/'.repeat(40)}${'a'.repeat(200)}.cs`;
  each('glob', [
    { what: '24 times any folders', input: { pattern: `${'**/'.repeat(24)}x.cs`, path: folders } },
    { what: '24 times a folder below any', input: { pattern: `${'**/d/'.repeat(24)}x.cs`, path: folders } },
    { what: '25 times a letter behind any others', input: { pattern: `${'*a'.repeat(25)}b`, path: folders } },
    {
      what: 'any others, a million times',
      input: { pattern: '*a'.repeat(1_000_000), path: 'a'.repeat(255) },
    },
    { what: 'a million folders', input: { pattern: '**/a/'.repeat(1_000_000), path: 'a/'.repeat(2000) } },
    { what: 'single characters', input: { pattern: '?'.repeat(1_000_000), path: 'a'.repeat(255) } },
  ]);
});

describe('JSON of', () => {
  each('json', [
    {
      what: 'deep lists',
      input: `{"a":${nested('[', ']', 200_000)}}`,
      refusal: /^a\.json has more than 200 levels of nesting/,
    },
    {
      what: 'deep objects',
      input: nested('{"a":', '}', 100_000, '1'),
      refusal: /more than 200 levels of nesting/,
    },
    { what: 'lists that stay open', input: template('['), refusal: /more than 200 levels of nesting/ },
    { what: 'more than a template may have', input: fill(' '), refusal: /more than 1,048,576 characters/ },
    { what: 'many numbers', input: `[${template('1,')}1]`, refusal: /more than 200,000 words and signs/ },
    { what: 'many keys', input: `{"Resources":{${rows(30_000, (i) => `"k${i}":{}`, ',')}}}` },
    {
      what: 'many functions',
      input: `{"Resources":{${rows(9000, (i) => `"k${i}":{"Type":"AWS::Serverless::Function"}`, ',')}}}`,
    },
    { what: 'comments', input: `{${template('/**/')}}`, refusal: /more than 200,000/ },
    { what: 'a string that stays open', input: `{"${template('\\')}`, refusal: /is not valid JSON/ },
    { what: 'brackets in strings and comments', input: `{"a":"${'['.repeat(9000)}"/*${'['.repeat(9000)}*/}` },
  ]);
});

describe('YAML of', () => {
  const laughs = (count: number) =>
    `a0: &a0 [x, x]\n${rows(count, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}`;
  each('yaml', [
    { what: 'aliases that double', input: `${laughs(60)}Resources: *a60\n` },
    { what: 'aliases that double, as a key', input: `${laughs(60)}Resources:\n  ? *a60\n  : {}\n` },
    {
      what: 'deep lists',
      input: `a: ${nested('[', ']', 20_000)}`,
      refusal: /^a\.yaml:1 has more than 200 levels of nesting/,
    },
    { what: 'lists that stay open', input: `a: ${'['.repeat(150_000)}`, refusal: /levels of nesting/ },
    { what: 'deep blocks', input: rows(1200, (i) => `${' '.repeat(i)}a:\n`), refusal: /levels of nesting/ },
    { what: 'dashes', input: `${'- '.repeat(50_000)}a`, refusal: /levels of nesting/ },
    { what: 'question marks', input: `${'? '.repeat(50_000)}a`, refusal: /levels of nesting/ },
    { what: 'many anchors', input: rows(40_000, (i) => `a${i}: &a${i} x\n`) },
    { what: 'many items', input: `a:\n${'- a\n'.repeat(59_000)}` },
    { what: 'many keys', input: `Resources:\n${rows(40_000, (i) => `  k${i}: {}\n`)}` },
    { what: 'a key twice', input: 'a: 1\nb: 2\na: 3\n', refusal: /^a\.yaml:3 is not valid YAML/ },
    { what: 'tags one after the other', input: `a: ${'!a '.repeat(60_000)}`, refusal: /is not valid YAML/ },
    {
      what: 'anchors one after the other',
      input: `a: ${'&a '.repeat(60_000)}`,
      refusal: /is not valid YAML/,
    },
    { what: 'commas', input: `[${','.repeat(150_000)}]`, refusal: /is not valid YAML/ },
    { what: 'blank lines', input: `a: 1${template('\n')}`, refusal: /more than 60,000 lines/ },
    { what: 'comments', input: template('#\n'), refusal: /more than 200,000 words and signs/ },
    {
      what: 'many functions',
      input: `Resources:\n${rows(5000, (i) => `  k${i}:\n    Type: AWS::Serverless::Function\n`)}`,
    },
  ]);
});

describe('Terraform of', () => {
  // The largest file that is searched.
  const largest = (piece: string) => fill(piece, 512 * 1024);
  each('terraform', [
    { what: 'words', input: largest('a ') },
    { what: 'signs', input: largest('= ') },
    { what: 'blocks that stay open', input: largest('a {') },
    { what: 'lists that stay open', input: `a = ${largest('[')}` },
    { what: 'interpolations that stay open', input: `a = ${largest('"${')}` },
    { what: 'texts of several lines that stay open', input: largest('a = <<E\n') },
    { what: 'comments that stay open', input: largest('/*') },
    {
      what: 'many functions',
      input: largest('resource "aws_lambda_function" "a" { filename = data.archive_file.b.output_path }\n'),
    },
  ]);
});

describe('a SAM template of', () => {
  const start = 'Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: X\n';
  each('sam', [
    { what: 'blank lines', input: start + '\n'.repeat(50_000) },
    { what: 'blanks', input: `${start}  B: 1${'\n '.repeat(50_000)}` },
    {
      what: 'a deep transform',
      input: `Transform: ${nested('[', ']', 5000)}\n`,
      refusal: /levels of nesting/,
    },
    { what: 'more than a template may have', input: start + fill('\n'), refusal: /more than 1,048,576/ },
  ]);
});

describe('settings of', () => {
  const settings = (other: string) => `{"other":${other},"generator-lambda-nativeaot":{}}`;
  each('settings', [
    {
      what: 'deep lists of another generator',
      input: settings(nested('[', ']', 100_000)),
      refusal: /200 levels of nesting/,
    },
    { what: 'lists that stay open', input: fill('['), refusal: /200 levels of nesting/ },
  ]);
});

describe('C# of', () => {
  const method = (body: string) => `class A { void B() { ${body} } }`;
  const json = (body: string) => `using System.Text.Json;\n${method(body)}`;
  each('csharp', [
    {
      what: 'deep blocks',
      input: method(nested('{', '}', 200_000)),
      refusal: /^a\.cs has more than 250 levels of nested brackets/,
    },
    {
      what: 'deep brackets',
      input: method(`int b = ${nested('(', ')', 200_000, '1')};`),
      refusal: /250 levels/,
    },
    { what: 'deep classes', input: nested('class A{', '}', 2000), refusal: /250 levels/ },
    {
      what: 'classes in classes',
      input: nested('class A{', '}', 40),
      refusal: /more than 20 levels of nested types/,
    },
    { what: 'deep namespaces', input: nested('namespace A{', '}', 240) },
    {
      what: 'deep directives',
      input: nested('#if A\n', '\n#endif', 20_000),
      refusal: /1,000 levels of nested expressions/,
    },
    {
      what: 'deep type arguments',
      input: `class A { ${nested('List<', '>', 20_000, 'int')} b; }`,
      refusal: /1,000 levels/,
    },
    {
      what: 'type arguments of a property',
      input: `class A { public ${nested('L<', '>', 150, 'int')} B { get; } }`,
      refusal: /^a\.cs:1: a name has more than 100 levels/,
    },
    { what: 'negations', input: method(`bool b = ${'!'.repeat(50_000)}c;`), refusal: /1,000 levels/ },
    { what: 'sums', input: method(`int b = ${'1+'.repeat(50_000)}1;`), refusal: /1,000 levels/ },
    {
      what: 'conditions without braces',
      input: method(`${'if(a)'.repeat(20_000)}b();`),
      refusal: /1,000 levels/,
    },
    {
      what: 'calls in a chain',
      input: method(`a${'.Assembly.Load(b)'.repeat(20_000)};`),
      refusal: /1,000 levels/,
    },
    { what: 'a chain of a few hundred calls', input: json(`a${'.Assembly.Load(b)'.repeat(200)};`) },
    {
      what: 'more than a project has',
      input: method(fill('a();\n')),
      refusal: /more than 1,000,000 words and signs of C#/,
    },
    {
      what: 'brackets without partners',
      input: 'a) b} '.repeat(20_000),
      refusal: /more than 1,000 brackets that do not match/,
    },
    { what: 'strings in strings', input: '$"{'.repeat(200_000), refusal: /more than/ },
    { what: 'quotes', input: fill('"') },
    { what: 'escaped quotes, a line each', input: `"${fill('\n\\"', 900_000)}` },
    {
      what: 'comments in a type',
      input: `class A { public List<${'/**/'.repeat(90_000)}int> B { get; } }`,
    },
    {
      what: 'comments that stay open',
      input: `class A { public List<${fill('/*', 900_000)}`,
      refusal: /1,000 levels/,
    },
    {
      what: 'a name without end',
      input: `class ${fill('a')} { }`,
      refusal: /^a\.cs:1: a name has more than 1,024 characters/,
    },
    {
      what: 'many using directives',
      input: 'using A;\n'.repeat(90_000),
      refusal: /more than 256 using directives/,
    },
    {
      what: 'many methods',
      input: `class A{${'void B(){}\n'.repeat(80_000)}}`,
      refusal: /more than 200,000 declarations/,
    },
    {
      what: 'many parameters',
      input: `class A{void B(${'int a,'.repeat(250_000)}int a){}}`,
      refusal: /more than 200,000 declarations/,
    },
    { what: 'one class in many parts', input: 'partial class A{}\n'.repeat(30_000) },
    { what: 'bases of bases', input: rows(15_000, (i) => `class C${i}:C${i + 1}{}\n`) },
    {
      what: 'interfaces that meet again and again',
      input: `${rows(60, (i) => `interface I${i}:I${i + 1},J${i + 1}{} interface J${i}:I${i + 1},J${i + 1}{}\n`)}class Z:I0{}`,
    },
    {
      what: 'a call in a call',
      input: json(`${nested('JsonSerializer.Serialize(a,', ')', 200, `"${'x'.repeat(900_000)}"`)};`),
    },
    {
      what: 'declarations of type information',
      input: json(`${'JsonTypeInfo<'.repeat(200)}x; ${'JsonSerializer.Serialize(a, b);'.repeat(3000)}`),
    },
    {
      what: 'many calls of a serializer',
      input: json('JsonSerializer.Serialize(a, options);\n'.repeat(20_000)),
    },
    {
      what: 'variables that name each other',
      input: 'var a = b; var b = a; LambdaBootstrapBuilder.Create(a, new S());',
    },
    {
      what: 'variables in a lambda that name each other',
      input: 'LambdaBootstrapBuilder.Create((string s) => { var a = b; var b = a; return a; }, new S());',
    },
    {
      what: 'many registrations',
      input: 'LambdaBootstrapBuilder.Create(a, new S());\n'.repeat(3000),
      refusal: /more than 1,000 calls that register handlers/,
    },
    {
      what: 'a registration with many quotes',
      input: `LambdaBootstrap.Create().Handle(@"${'""'.repeat(300_000)}x", A.B).Run();`,
    },
    {
      what: 'an attribute with many blanks',
      input: `[JsonSerializable(typeof(a${' '.repeat(900_000)}b))] class A : JsonSerializerContext {}`,
    },
  ]);
});

describe('a type of', () => {
  each('type', [
    {
      what: 'deep arguments',
      input: nested('A<', '>', 200_000, 'B'),
      refusal: /more than 100 levels of type arguments/,
    },
    { what: 'nested types', input: `${'A<B>.'.repeat(200_000)}C`, refusal: /more than 100 levels/ },
    { what: 'ranks', input: `A${'[]'.repeat(200_000)}` },
  ]);
});

describe('an error text of', () => {
  each('explain', [
    { what: 'one line', input: 'a'.repeat(1_000_000) },
    { what: 'pieces of messages', input: "version 'GLIBC_ not ".repeat(50_000) },
    { what: 'short lines', input: "version 'GLIBC_\n".repeat(60_000) },
    { what: 'colours', input: '\u001b[1;'.repeat(250_000) },
    { what: 'links', input: '\u001b]8;;'.repeat(250_000) },
    { what: 'more than is read', input: fill('error MSB3073 ', 8_000_000) },
  ]);
});

describe('two versions that have', () => {
  const lines = (count: number, line: (i: number) => string) => rows(count, (i) => `${line(i)}\n`);
  const shuffled = (by: number) => lines(50_000, (i) => `line ${(i * by) % 97}`);
  each('merge', [
    {
      what: 'nothing in common',
      input: {
        base: lines(90_000, (i) => `a${i}`),
        mine: lines(90_000, (i) => `b${i}`),
        theirs: lines(90_000, (i) => `c${i}`),
      },
    },
    {
      what: 'one line, again and again',
      input: { base: 'a\n'.repeat(20_000), mine: 'a\n'.repeat(15_000), theirs: 'a\n'.repeat(19_000) },
    },
    {
      what: 'the same lines in another order',
      input: { base: shuffled(1), mine: shuffled(31), theirs: shuffled(57) },
    },
  ]);
  each('patch', [
    {
      what: 'no line the same',
      input: { before: lines(100_000, (i) => `a${i}`), after: lines(100_000, (i) => `b${i}`) },
    },
    { what: 'lines in another order', input: { before: shuffled(1), after: shuffled(31) } },
  ]);
});
