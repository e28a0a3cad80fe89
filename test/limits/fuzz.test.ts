import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BoundedReader } from '../support/bounded/bounded.ts';
import type { InputOf, ReaderName } from '../support/bounded/readers.ts';

/** FUZZ_RUNS raises the number of texts for each reader, FUZZ_SEED changes them. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 40);
const seed = Number(process.env.FUZZ_SEED ?? 1);

const reader = new BoundedReader();
afterAll(() => reader.close());

/** A text is read, or refused with an error for the user; it neither hangs, nor takes much memory, nor fails otherwise. */
function comesToAnEnd<Name extends ReaderName>(name: Name, inputs: fc.Arbitrary<InputOf<Name>>): void {
  it(`by the reader: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        expect((await reader.read(name, input)).kind).toMatch(/^(read|refused)$/);
      }),
      { numRuns, seed },
    );
  });
}

/** How often something is repeated: a few times, or far too often. */
const times = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 1000, 20_000) },
);
const longest = 1_000_000;

/** Texts of a language's own words and brackets, in any order, repeated, nested and left open. */
function texts(
  words: readonly string[],
  brackets: readonly (readonly [string, string])[],
): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.tuple(fc.constantFrom(...words), times).map(([word, count]) => word.repeat(count)),
    fc
      .tuple(fc.constantFrom(...brackets), times, fc.constantFrom(...words), fc.boolean())
      .map(
        ([[open, close], count, word, isClosed]) =>
          open.repeat(count) + word + (isClosed ? close.repeat(count) : ''),
      ),
    fc.string({ maxLength: 20 }),
  );
  return fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('').slice(0, longest));
}

/** A text around another one. */
const within = (start: string, inner: fc.Arbitrary<string>, end: string) =>
  inner.map((text) => start + text + end);

const values = texts(
  ['$(A)', '$(B)', '$(', ')', 'x', ';', '%2a', '$([X]::Y())', '\r\n', '&amp;'],
  [['$(', ')']],
);
const conditions = texts(
  ["'", ' == ', ' or ', ' And ', '!', "'$(A)'", "''", 'true', 'Exists', '$(A)', '$(', '<', ' '],
  [
    ['(', ')'],
    ['!(', ')'],
    ["'$(", ")'"],
  ],
);
const attribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const property = fc
  .tuple(fc.constantFrom('A', 'B', 'C'), values, fc.option(conditions, { freq: 2 }))
  .map(([name, value, condition]) => {
    const when = condition === null ? '' : ` Condition="${attribute(condition)}"`;
    return `<${name}${when}>${attribute(value)}</${name}>`;
  });
const evaluations = fc
  .array(property, { maxLength: 30 })
  .map((all) => `<Project><PropertyGroup><A>x</A>${all.join('')}</PropertyGroup></Project>`);
const xml = texts(
  [
    '<a/>',
    '<a b="c"',
    '<a',
    '/>',
    '"',
    "'",
    '<!-- -->',
    '<!--',
    '<![CDATA[',
    ']]>',
    '<?x ?>',
    '&amp;',
    '&',
    '\r\n',
    ' ',
  ],
  [
    ['<a>', '</a>'],
    ['<Choose><When>', '</When></Choose>'],
    ['<PropertyGroup>', '</PropertyGroup>'],
    ['<!DOCTYPE [', ']>'],
  ],
);

const json = texts(
  [
    '"a":',
    '"Resources":',
    '"Type":"AWS::Serverless::Function"',
    ',',
    '1',
    'null',
    '"',
    '\\',
    '//',
    '/*',
    '\n',
    ' ',
    '\u0000',
  ],
  [
    ['[', ']'],
    ['{', '}'],
    ['{"a":', '}'],
    ['[1,', ']'],
  ],
);
const yaml = texts(
  [
    'a: ',
    '- ',
    '? ',
    '\n',
    '  ',
    '&a ',
    '*a ',
    '!Ref ',
    '|\n',
    '>\n',
    '"',
    "'",
    '#',
    '\t',
    ',',
    '<<: ',
    '---\n',
    '%TAG',
    'Resources:\n',
  ],
  [
    ['[', ']'],
    ['{', '}'],
    ['{a: ', '}'],
    ['[', ''],
    ['- ', ''],
  ],
);

const csharp = texts(
  [
    'class A',
    ' : B',
    ';',
    ' ',
    '\n',
    'namespace N',
    'using A;',
    'var a = b;',
    'a.b()',
    'JsonSerializer.Serialize(a);',
    '"',
    "'",
    '$"',
    '@"',
    '"""',
    '//',
    '/*',
    '*/',
    '#if A\n',
    '#endif\n',
    'public int B { get; set; }',
    '[A]',
    '=>',
    '1+',
    '!',
    '\\u',
    '<',
    '>',
    'LambdaBootstrap.Create()',
    '.Handle("a", A.B)',
    '.Run()',
    'LambdaBootstrapBuilder.Create(a, new S())',
    'JsonTypeInfo<',
    'public class A0 : A1<A0> {}',
    'record R(int A);',
    'if(a)',
    'await ',
    'new ',
    'typeof(',
    ',',
    '=',
    '?',
    ':',
    'async ',
  ],
  [
    ['(', ')'],
    ['{', '}'],
    ['[', ']'],
    ['<', '>'],
    ['class A{', '}'],
    ['namespace N{', '}'],
    ['List<', '>'],
    ['f(', ')'],
    ['$"{', '}"'],
    ['(A)', ''],
  ],
);

describe('texts come to an end', () => {
  comesToAnEnd('condition', conditions);
  comesToAnEnd('project', fc.oneof(evaluations, xml, within('<Project>', xml, '</Project>')));
  const part = texts(['a', '*', '?', '**', '/', '\\', '..', '.', '%2a', '%', 'ab', '*a'], [['a/', '']]);
  comesToAnEnd(
    'glob',
    fc.record({ pattern: part, path: texts(['a', '/', 'ab', '..', '.cs'], [['a/', '']]) }),
  );
  comesToAnEnd('json', fc.oneof(json, within('{"Resources":{', json, '}}')));
  comesToAnEnd('yaml', fc.oneof(yaml, within('Resources:\n  A: ', yaml, '\n')));
  const terraform = texts(
    ['a', ' ', '=', '\n', '"', '${', '%{', '\\', '#', '//', '/*', '*/', '<<E\n', 'E\n', '1', 'handler', '.'],
    [
      ['{', '}'],
      ['[', ']'],
      ['(', ')'],
      ['a "b" {\n', '\n}'],
    ],
  );
  comesToAnEnd(
    'terraform',
    fc.oneof(terraform, within('resource "aws_lambda_function" "a" {\n', terraform, '\n}')),
  );
  comesToAnEnd(
    'sam',
    within('Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: X\n', yaml, '\n'),
  );
  comesToAnEnd('settings', fc.oneof(json, within('{"generator-lambda-nativeaot":', json, '}')));
  comesToAnEnd('csharp', fc.oneof(csharp, within('class A { void B() { ', csharp, ' } }')));
  comesToAnEnd(
    'type',
    texts(
      ['A', '.', '?', '[]', ',', '@', 'Nullable', ' '],
      [
        ['<', '>'],
        ['(', ')'],
        ['A<B>.', ''],
      ],
    ),
  );
  comesToAnEnd(
    'explain',
    texts(["version 'GLIBC_", ' not found', '\n', '\u001b[1m', 'error', 'NETSDK1207', '\\"'], [['"', '"']]),
  );
  const lines = texts(['a\n', 'b\n', 'c\r\n', '\n', 'd'], [['{\n', '}\n']]);
  comesToAnEnd('merge', fc.record({ base: lines, mine: lines, theirs: lines }));
  comesToAnEnd('patch', fc.record({ before: lines, after: lines }));
});
