import type { ContextType } from '../read/json-types.ts';

/** How the old serializer named properties: as C# has them, or in camel case. */
export type Naming = 'default' | 'camel';

export interface ContextFile {
  readonly namespace: string;
  readonly className: string;
  readonly types: readonly ContextType[];
  readonly library: 'aws' | 'builtin';
  readonly naming: Naming;
  readonly isFileScoped: boolean;
  /** The runtime client's converters that the types need, by their names. */
  readonly converters: readonly string[];
}

/** The namespace of the runtime client's converters. */
const converterNamespace = 'LambdaRuntime.Converters';

/** The attribute line of one type. */
export function serializableLine({ text, infoName, renamed }: ContextType): string {
  const name = renamed ? `, TypeInfoPropertyName = "${infoName}"` : '';
  return `[JsonSerializable(typeof(${text})${name})]`;
}

/** Indents lines by one level, but for empty ones. */
export const indent = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `    ${line}`));

/** A namespace around declarations, in the style of the project's other files. */
export function inNamespace(namespace: string, isFileScoped: boolean, lines: readonly string[]): string[] {
  return isFileScoped
    ? [`namespace ${namespace};`, '', ...lines]
    : [`namespace ${namespace}`, '{', ...indent(lines), '}'];
}

const sortUsings = (names: Iterable<string>) =>
  [...new Set(names)].sort(
    (a, b) => Number(!a.startsWith('System')) - Number(!b.startsWith('System')) || (a < b ? -1 : 1),
  );

/** Using directives, System's first, none twice. */
export const usingLines = (names: Iterable<string>) => sortUsings(names).map((name) => `using ${name};`);

/** What the old serializer did by default, as options of the built-in runtime's context. */
function optionsLine({ library, naming, converters }: ContextFile): string[] {
  if (library === 'aws') return [];
  const camel = naming === 'camel' ? ['PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase'] : [];
  const options = [
    'PropertyNameCaseInsensitive = true',
    'DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull',
    ...camel,
    ...(converters.length > 0
      ? [`Converters = new[] { ${converters.map((name) => `typeof(${name})`).join(', ')} }`]
      : []),
  ];
  return [`[JsonSourceGenerationOptions(${options.join(', ')})]`];
}

/** A serializer of the camel case kind, since the context's own options do not count in AWS's serializer. */
function camelSerializer({ className, library, naming }: ContextFile): string[] {
  if (library !== 'aws' || naming !== 'camel') return [];
  return [
    '',
    '/// <summary>Writes and reads property names in camel case.</summary>',
    `internal sealed class ${camelSerializerName} : SourceGeneratorLambdaJsonSerializer<${className}>`,
    '{',
    `    public ${camelSerializerName}()`,
    '        : base(options => options.PropertyNamingPolicy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase))',
    '    {',
    '    }',
    '}',
  ];
}

export const camelSerializerName = 'FunctionJsonSerializer';

/** The source of a new JsonSerializerContext. */
export function contextSource(file: ContextFile): string {
  const camel = file.library === 'aws' && file.naming === 'camel';
  const usings = usingLines([
    'System.Text.Json.Serialization',
    ...(camel ? ['System.Text.Json', 'Amazon.Lambda.Serialization.SystemTextJson'] : []),
    ...(file.converters.length > 0 ? [converterNamespace] : []),
    ...file.types.flatMap(({ namespaces }) => namespaces),
  ]);
  const lines = [
    '/// <summary>',
    '/// The types that go in and out as JSON, one line each. Their code is generated at build time, since a native',
    '/// program has no reflection to work it out at run time.',
    '/// </summary>',
    ...optionsLine(file),
    ...file.types.map(serializableLine),
    `internal sealed partial class ${file.className} : JsonSerializerContext`,
    '{',
    '}',
    ...camelSerializer(file),
  ];
  return `${[...usings, '', ...inNamespace(file.namespace, file.isFileScoped, lines)].join('\n')}\n`;
}
