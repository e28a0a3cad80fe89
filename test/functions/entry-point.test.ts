import { describe, expect, test } from 'vitest';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { applyEdits } from '../../src/dotnet/splice.ts';
import { findRegistration } from '../../src/functions/entry-point.ts';
import type { Library } from '../../src/platform/options.ts';

const parser = await loadCSharp();
const parse = (text: string, path = 'Program.cs') => readDeclarations(parser.parse(text, path));

function register(text: string, library: Library, ...lines: string[]): string {
  const { edits } = findRegistration(parser, [parse(text)], library, lines);
  return applyEdits(text, edits(lines));
}

describe('registering a handler with the built-in runtime', () => {
  const line = '.Handle("b", B.Handle)';

  test.each([
    [
      'a chain of lines',
      'return LambdaBootstrap.Create()\n    .Handle("a", A.Handle)\n    .Run();\n',
      'return LambdaBootstrap.Create()\n    .Handle("a", A.Handle)\n    .Handle("b", B.Handle)\n    .Run();\n',
    ],
    [
      'Windows line ends and tabs',
      'return LambdaBootstrap.Create()\r\n\t.Handle("a", A.Handle)\r\n\t.Run();\r\n',
      'return LambdaBootstrap.Create()\r\n\t.Handle("a", A.Handle)\r\n\t.Handle("b", B.Handle)\r\n\t.Run();\r\n',
    ],
    [
      'a comment behind the last handler',
      'return LambdaBootstrap.Create()\n    .Handle("a", A.Handle) // .Run() comes next\n    .Run();\n',
      'return LambdaBootstrap.Create()\n    .Handle("a", A.Handle) // .Run() comes next\n    .Handle("b", B.Handle)\n    .Run();\n',
    ],
    [
      'all on one line',
      'return LambdaBootstrap.Create().Handle("a", A.Handle).Run();\n',
      'return LambdaBootstrap.Create().Handle("a", A.Handle)\n    .Handle("b", B.Handle).Run();\n',
    ],
    [
      'a Main with an init hook',
      'class P\n{\n    static int Main() => LambdaBootstrap.Create()\n        .OnInit(() => { x.Run(); })\n        .Handle("a", A.Handle)\n        .Run();\n}\n',
      'class P\n{\n    static int Main() => LambdaBootstrap.Create()\n        .OnInit(() => { x.Run(); })\n        .Handle("a", A.Handle)\n        .Handle("b", B.Handle)\n        .Run();\n}\n',
    ],
    [
      'other things that run, and the words in comments and strings',
      '// LambdaBootstrap.Create().Run();\nvar s = "LambdaBootstrap.Create().Run()";\nnew Worker().Run();\nreturn LambdaBootstrap.Create()\n    .Handle("a", A.Handle)\n    .Run();\n',
      '// LambdaBootstrap.Create().Run();\nvar s = "LambdaBootstrap.Create().Run()";\nnew Worker().Run();\nreturn LambdaBootstrap.Create()\n    .Handle("a", A.Handle)\n    .Handle("b", B.Handle)\n    .Run();\n',
    ],
  ])('works in %s', (_, before, after) => {
    expect(register(before, 'builtin', line)).toBe(after);
  });

  test('knows the handlers that are there', () => {
    const text = 'return LambdaBootstrap.Create().Handle("a", A.Handle).Handle(@"c", C.Handle).Run();\n';

    expect(findRegistration(parser, [parse(text)], 'builtin', [line]).names).toEqual(['a', 'c']);
  });

  test.each([
    ['nothing that runs', 'Console.WriteLine();\n', 'No source has LambdaBootstrap.Create()….Run()'],
    [
      'AWS’s bootstrap',
      'LambdaBootstrapBuilder.Create(F).Build().RunAsync();\n',
      'No source has LambdaBootstrap.Create()….Run()',
    ],
  ])('says what to write by hand where there is %s', (_, text, message) => {
    expect(() => register(text, 'builtin', line)).toThrow(
      `${message}, so the handler cannot be registered; write it there by hand: ${line}`,
    );
  });

  test('does not guess between two programs', () => {
    const text = 'return LambdaBootstrap.Create().Handle("a", A.Handle).Run();\n';
    const files = [parse(text, 'One.cs'), parse(text, 'Two.cs')];

    expect(() => findRegistration(parser, files, 'builtin', [line])).toThrow(
      'Several sources have LambdaBootstrap.Create()….Run(): One.cs, Two.cs',
    );
  });
});

describe('registering a handler with AWS’s library', () => {
  const line = '["b"] = LambdaBootstrapBuilder.Create<B>(B.Handle, serializer),';
  const type = 'Dictionary<string, LambdaBootstrapBuilder>';

  test.each([
    [
      'the dictionary of a new project',
      `var handlers = new ${type}\n{\n    ["a"] = x,\n};\n`,
      `var handlers = new ${type}\n{\n    ["a"] = x,\n    ${line}\n};\n`,
    ],
    [
      'one without a last comma, with a comment behind it',
      `var handlers = new ${type}\n{\n    ["a"] = x // the first\n};\n`,
      `var handlers = new ${type}\n{\n    ["a"] = x, // the first\n    ${line}\n};\n`,
    ],
    [
      'one that is empty',
      `var handlers = new ${type}()\n{\n};\n`,
      `var handlers = new ${type}()\n{\n    ${line}\n};\n`,
    ],
    [
      'one on a single line',
      `var handlers = new ${type} { ["a"] = x };\n`,
      `var handlers = new ${type} { ["a"] = x, ${line} };\n`,
    ],
    [
      'a variable that names its type',
      `${type} handlers = new()\r\n{\r\n\t["a"] = x,\r\n};\r\n`,
      `${type} handlers = new()\r\n{\r\n\t["a"] = x,\r\n\t${line}\r\n};\r\n`,
    ],
  ])('works in %s', (_, before, after) => {
    expect(register(before, 'aws', line)).toBe(after);
  });

  test('leaves other dictionaries alone', () => {
    expect(() => register('var d = new Dictionary<string, string> { ["a"] = "b" };\n', 'aws', line)).toThrow(
      'No source has a Dictionary<string, LambdaBootstrapBuilder>',
    );
  });

  test('knows the handlers that are there by their keys alone', () => {
    const text = `var handlers = new ${type}\n{\n    ["a"] = Create("x"),\n    ["c"] = y,\n};\n`;

    expect(findRegistration(parser, [parse(text)], 'aws', [line]).names).toEqual(['a', 'c']);
  });
});
