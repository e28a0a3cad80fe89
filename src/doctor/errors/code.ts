import { dotnet, type KnownError, lambda } from './known-error.ts';

/** What code meets that worked with the JIT. */
export const codeErrors = [
  {
    id: 'json-reflection-disabled',
    title: 'JSON without type information',
    texts: ['Reflection-based serialization has been disabled for this application'],
    cause:
      'JsonSerializer was called without a JsonTypeInfo; under NativeAOT it cannot look at types at run time.',
    fix: 'Pass the type information of a JsonSerializerContext: JsonSerializer.Serialize(value, MyJsonContext.Default.MyType).',
    references: [
      'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation',
    ],
  },
  {
    id: 'json-type-missing',
    title: 'A type is missing in the JsonSerializerContext',
    texts: [
      'No JsonTypeInfo registered in … for type',
      'JsonTypeInfo metadata for type … was not provided by TypeInfoResolver',
      'JsonTypeInfo metadata for type … was not provided',
      "JsonContext' does not contain a definition for",
      "does not implement inherited abstract member 'JsonSerializerContext.",
    ],
    cause: 'The context was generated without this type, often because the handler declares another one.',
    fix: 'Add [JsonSerializable(typeof(T))] for the declared type of the handler: T itself, not Task<T>, and base types that are serialized as such.',
    references: [
      'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation',
    ],
  },
  {
    id: 'missing-metadata',
    title: 'Reflection on code that was trimmed away',
    texts: [
      "MissingMetadataException: '…' is missing metadata",
      'MissingMetadataException',
      'is missing native code or metadata',
      'System.MissingMethodException',
      'MissingMethodException',
      'No parameterless constructor defined for type',
    ],
    cause:
      'Something looks up a type or a member at run time that nothing in the program mentions, so it was not compiled.',
    fix: 'Prefer a source generator; else keep the type with [DynamicDependency], a TrimmerRootDescriptor or an rd.xml (RdXmlFile), and mind the trim warnings of the build.',
    references: ['https://aka.ms/nativeaot-compatibility', `${dotnet}/trimming/fixing-warnings`],
  },
  {
    id: 'dynamic-code',
    title: 'Code is generated at run time',
    texts: [
      'Dynamic code generation is not supported on this platform',
      'System.Reflection.Emit is not supported',
    ],
    cause:
      'Reflection.Emit and compiled expressions need a JIT; NativeAOT has none. Mocking, mapping and proxy libraries are the usual callers.',
    fix: 'Replace the library by one that uses source generators.',
    references: [`${dotnet}/native-aot/`],
  },
  {
    id: 'trim-warnings',
    title: 'A dependency is not safe to trim',
    texts: [
      'IL2104: Assembly … produced trim warnings',
      'IL3053: Assembly … produced AOT analysis warnings',
      'IL3053 … AOT analysis warnings',
      'warning IL2104',
      'warning IL3053',
    ],
    cause:
      'The assembly uses reflection or dynamic code that the compiler cannot follow; it may fail at run time.',
    fix: 'Publish with -p:TrimmerSingleWarn=false to see the single warnings, then upgrade or replace the package.',
    references: [`${dotnet}/trimming/fixing-warnings`],
  },
  {
    id: 'aot-warnings',
    title: 'Your code calls what NativeAOT cannot compile',
    texts: [
      "which has 'RequiresDynamicCodeAttribute' can break functionality when AOT compiling",
      "which has 'RequiresUnreferencedCodeAttribute' can break functionality when trimming",
    ],
    cause:
      'The member is marked as depending on a JIT (IL3050) or on members that trimming may remove (IL2026).',
    fix: 'Call the overload with type information or the source-generated counterpart; the line of the warning tells where.',
    references: ['https://aka.ms/nativeaot-compatibility'],
  },
  {
    id: 'class-library',
    title: 'The project is a class library',
    texts: [
      "Native AOT applications must have output type 'exe'",
      'CS8805: Program using top-level statements must be an executable',
    ],
    cause: 'A Lambda class library has no entry point; a custom runtime is a program.',
    fix: 'Set <OutputType>Exe</OutputType> and write a Main that starts the runtime: "lambda-nativeaot convert" does.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'no-main',
    title: 'The program has no Main',
    texts: ["CS5001: Program does not contain a static 'Main' method"],
    cause: 'OutputType is Exe, and no file has a Main or top-level statements.',
    fix: 'Add a Program.cs that starts the runtime: "lambda-nativeaot convert" does.',
    references: ['https://learn.microsoft.com/dotnet/csharp/misc/cs5001'],
  },
] as const satisfies readonly KnownError[];
