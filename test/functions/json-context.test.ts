import { describe, expect, test } from 'vitest';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { applyEdits } from '../../src/dotnet/splice.ts';
import { findJsonContext, jsonContextEdits, usingEdits } from '../../src/functions/json-context.ts';

const parser = await loadCSharp();
const parse = (text: string, path = 'Context.cs') => readDeclarations(parser.parse(text, path));

function add(text: string, types: string[], namespaces: string[]): string {
  const context = findJsonContext([parse(text)], 'Shop');
  return applyEdits(text, jsonContextEdits(context, types, namespaces));
}

describe('making types known to the JSON context', () => {
  test.each([
    [
      'beside those that are there, with the namespaces in their order',
      'using System.Text.Json.Serialization;\nusing Shop.Functions;\n\nnamespace Shop;\n\n[JsonSerializable(typeof(Quote))]\npublic partial class FunctionJsonContext : JsonSerializerContext\n{\n}\n',
      'using System.Text.Json.Serialization;\nusing Shop.Events;\nusing Shop.Functions;\n\nnamespace Shop;\n\n[JsonSerializable(typeof(Quote))]\n[JsonSerializable(typeof(Order))]\npublic partial class FunctionJsonContext : JsonSerializerContext\n{\n}\n',
    ],
    [
      'in a namespace with braces, Windows line ends and tabs',
      'using System.Text.Json.Serialization;\r\n\r\nnamespace Shop\r\n{\r\n\t// mine\r\n\t[JsonSerializable(typeof(Quote))] // also mine\r\n\tinternal partial class MyContext : JsonSerializerContext\r\n\t{\r\n\t}\r\n}\r\n',
      'using System.Text.Json.Serialization;\r\nusing Shop.Events;\r\nusing Shop.Functions;\r\n\r\nnamespace Shop\r\n{\r\n\t// mine\r\n\t[JsonSerializable(typeof(Quote))] // also mine\r\n\t[JsonSerializable(typeof(Order))]\r\n\tinternal partial class MyContext : JsonSerializerContext\r\n\t{\r\n\t}\r\n}\r\n',
    ],
    [
      'on a class that has no attribute, in a file that has no using',
      'namespace Shop;\n\npublic partial class C : System.Text.Json.Serialization.JsonSerializerContext;\n',
      'using Shop.Events;\nusing Shop.Functions;\nnamespace Shop;\n\n[JsonSerializable(typeof(Order))]\npublic partial class C : System.Text.Json.Serialization.JsonSerializerContext;\n',
    ],
  ])('works %s', (_, before, after) => {
    expect(add(before, ['Order'], ['Shop.Events', 'Shop.Functions'])).toBe(after);
  });

  test('leaves a file alone that knows all of them', () => {
    const text =
      'using System.Text.Json.Serialization;\n[JsonSerializable(typeof(global::Shop.Functions.Order), TypeInfoPropertyName = "O")]\n[JsonSerializable(typeof(string))]\npublic partial class C : JsonSerializerContext;\n';

    expect(add(text, ['Order', 'string'], ['Shop.Functions'])).toBe(text);
  });

  test('adds nothing but lines of its own to a file with a byte order mark', () => {
    const text = '\uFEFFpublic partial class C : JsonSerializerContext;\n';

    expect(add(text, ['Order'], ['Shop.Functions'])).toBe(
      '\uFEFFusing Shop.Functions;\n[JsonSerializable(typeof(Order))]\npublic partial class C : JsonSerializerContext;\n',
    );
  });

  test('does not count aliases, static and global usings as imports', () => {
    const file = parse(
      'global using Shop.Events;\nusing E = Shop.Events;\nusing static Shop.Functions.Quote;\n',
    );

    expect(usingEdits(file, ['Shop.Events'])).toHaveLength(1);
  });
});

describe('finding the JSON context', () => {
  const context = (namespace: string, name: string, modifiers = 'public') =>
    parse(
      `namespace ${namespace};\n${modifiers} partial class ${name} : JsonSerializerContext;\n`,
      `${name}.cs`,
    );

  test.each([
    ['Shop', 'FunctionJsonContext', 'FunctionJsonContext'],
    ['Shop.Json', 'Mine', 'global::Shop.Json.Mine'],
    ['Other', 'Mine', 'global::Other.Mine'],
  ])('one in %s called %s is named %s', (namespace, name, expected) => {
    expect(findJsonContext([context(namespace, name)], 'Shop').name).toBe(expected);
  });

  test('one in an outer namespace is in sight', () => {
    expect(findJsonContext([context('Company', 'Mine')], 'Company.Shop').name).toBe('Mine');
  });

  test('of several the one with the usual name counts', () => {
    const files = [context('Shop', 'Other'), context('Shop', 'FunctionJsonContext', 'internal')];

    expect(findJsonContext(files, 'Shop')).toMatchObject({ name: 'FunctionJsonContext', isPublic: false });
  });

  test('none, or several with other names, is an error that says what is needed', () => {
    expect(() => findJsonContext([], 'Shop')).toThrow('No class derives from JsonSerializerContext');
    expect(() => findJsonContext([context('Shop', 'A'), context('Shop', 'B')], 'Shop')).toThrow(
      'the functions need one named FunctionJsonContext',
    );
  });
});
