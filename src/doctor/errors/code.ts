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
      "CS1061…JsonContext'",
      "CS0534…'JsonSerializerContext.",
      "does not implement inherited abstract member 'JsonSerializerContext.",
    ],
    cause: 'The context was generated without this type, often because the handler declares another one.',
    fix: 'Add [JsonSerializable(typeof(T))] for the declared type of the handler: T itself, not Task<T>, and base types that are serialized as such.',
    references: [
      'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation',
    ],
  },
  {
    id: 'context-constructor',
    title: 'The constructor of the JsonSerializerContext was trimmed',
    texts: ['is missing a constructor that takes in JsonSerializerOptions'],
    cause:
      'The serializer looks up the constructor by reflection, and trimming removed it because no code calls it.',
    fix: 'Upgrade Amazon.Lambda.Serialization.SystemTextJson (versions since 2023 keep it), or keep the context with [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(MyJsonContext))] on Main.',
    references: [
      'https://github.com/awslabs/dotnet-nativeaot-labs/issues/8',
      'https://github.com/aws/aws-lambda-dotnet/pull/1382',
    ],
  },
  {
    id: 'type-trimmed',
    title: 'The native program does not contain a type',
    texts: [
      "System.TypeLoadException: Could not load type '…' from assembly '",
      "Could not load type '…' from assembly '…, Version=",
    ],
    cause:
      'Trimming removed the type that the message names, or the assembly comes from another version of its package.',
    fix: 'Use the source-generated form of what needs it (SourceGeneratorLambdaJsonSerializer instead of DefaultLambdaJsonSerializer), upgrade the package, or keep the assembly with <TrimmerRootAssembly Include="NAME" />.',
    references: [
      'https://github.com/aws-samples/serverless-dotnet-demo/issues/27',
      `${dotnet}/trimming/trimming-options`,
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
      "Cannot dynamically create an instance of type '…'. Reason: No parameterless constructor defined",
    ],
    cause:
      'Something looks up a type or a member at run time that nothing in the program mentions, so it was not compiled.',
    fix: 'Prefer a source generator; else keep the type with [DynamicDependency], a TrimmerRootDescriptor or an rd.xml (RdXmlFile), and mind the trim warnings of the build.',
    references: ['https://aka.ms/nativeaot-compatibility', `${dotnet}/trimming/fixing-warnings`],
  },
  {
    id: 'version-conflict',
    title: 'The program mixes two versions of a library',
    texts: [
      "System.MissingMethodException: Method not found: '…System.Text.Json.…(…)'",
      "Method not found: '…System.Text.Json.",
      "System.MissingMethodException: Method not found: '…(…)'",
      "Method not found: '…(…)'",
      "MissingFieldException: Field not found: '",
    ],
    replaces: ['missing-metadata'],
    cause:
      'Code was compiled or generated against one version of a library, and the program contains another one. With System.Text.Json it is usually a newer package, often a dependency of Microsoft.Extensions.*, on an older TargetFramework.',
    fix: 'Use one version: remove the PackageReference to System.Text.Json, or give it and Microsoft.Extensions.* the major version of TargetFramework. "dotnet list package --include-transitive" shows the versions.',
    references: [
      'https://github.com/dotnet/runtime/issues/110214',
      'https://github.com/dotnet/runtime/issues/110283',
    ],
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
    role: 'warning',
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
    role: 'warning',
    texts: [
      "which has 'RequiresDynamicCodeAttribute' can break functionality when AOT compiling",
      "which has 'RequiresUnreferencedCodeAttribute' can break functionality when trimming",
      'warning IL3050',
      'warning IL2026',
    ],
    cause:
      'The member is marked as depending on a JIT (IL3050) or on members that trimming may remove (IL2026).',
    fix: 'Call the overload with type information or the source-generated counterpart; the line of the warning tells where.',
    references: ['https://aka.ms/nativeaot-compatibility'],
  },
  {
    id: 'class-library',
    title: 'The project is a class library',
    texts: ["Native AOT applications must have output type 'exe'", 'error CS8805'],
    cause: 'A Lambda class library has no entry point; a custom runtime is a program.',
    fix: 'Set <OutputType>Exe</OutputType> and write a Main that starts the runtime: "lambda-nativeaot convert" does.',
    references: [`${lambda}/runtimes-custom.html`],
  },
  {
    id: 'no-main',
    title: 'The program has no Main',
    texts: ['error CS5001', "Program does not contain a static 'Main' method"],
    cause: 'OutputType is Exe, and no file has a Main or top-level statements.',
    fix: 'Add a Program.cs that starts the runtime: "lambda-nativeaot convert" does.',
    references: ['https://learn.microsoft.com/dotnet/csharp/misc/cs5001'],
  },
] as const satisfies readonly KnownError[];
