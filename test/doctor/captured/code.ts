import type { Captured } from './captured.ts';

/** Exceptions of trimmed programs, and what the C# compiler and its analyzers print. */
export const capturedCode: readonly Captured[] = [
  [
    'json-reflection-disabled',
    "Unhandled exception. System.InvalidOperationException: Reflection-based serialization has been disabled for this application. Either use the source generator APIs or explicitly configure the 'JsonSerializerOptions.TypeInfoResolver' property.",
  ],
  [
    'json-type-missing',
    "System.InvalidOperationException: JsonTypeInfo metadata for type 'System.Collections.Generic.List`1[Order]' was not provided by TypeInfoResolver of type 'Ctx'. If using source generation, ensure that all root types passed to the serializer have been annotated with 'JsonSerializableAttribute', along with any types that might be serialized polymorphically.",
  ],
  [
    'json-type-missing',
    '/src/p.cs(1,103): error CS0534: "FunctionJsonContext" implementiert den geerbten abstrakten Member "JsonSerializerContext.GetTypeInfo(Type)" nicht. [/src/ctx.csproj]',
  ],
  // awslabs/dotnet-nativeaot-labs#8; the second is Powertools'.
  [
    'context-constructor',
    'Unhandled Exception: System.ApplicationException: The serializer Orders.CustomJsonSerializerContext is missing a constructor that takes in JsonSerializerOptions object\n   at Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer`1..ctor(Action`1 customizer, Action`1 jsonWriterCustomizer) + 0x16c\n   at Orders.Function.Main() + 0xf0\n   at Orders.Function.<Main>() + 0x9\n   at bootstrap!<BaseAddress>+0x109abd3\nAborted',
  ],
  [
    'context-constructor',
    'AWS.Lambda.Powertools.Common.JsonSerializerException: The serializer Orders.OrdersContext is missing a constructor that takes in JsonSerializerOptions object',
  ],
  // aws-samples/serverless-dotnet-demo#27 and dotnet/runtimelab#415.
  [
    'type-trimmed',
    "Unhandled Exception: System.TypeLoadException: Could not load type 'Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer' from assembly 'Amazon.Lambda.Serialization.SystemTextJson, Version=0.0.0.0, Culture=neutral, PublicKeyToken=885c28607f98e604'.",
  ],
  [
    'type-trimmed',
    "System.TypeLoadException: Could not load type 'System.Half' from assembly 'System.Runtime, Version=5.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a'.\n   at Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowTypeLoadException(ExceptionStringID, String, String) + 0x11",
  ],
  [
    'missing-metadata',
    "System.MissingMethodException: Cannot dynamically create an instance of type 'Orders.Rules'. Reason: No parameterless constructor defined.",
  ],
  [
    'missing-metadata',
    " ---> System.NotSupportedException: 'System.Nullable`1[System.Byte]' is missing native code or metadata. This can happen for code that is not compatible with trimming or AOT. Inspect and fix trimming and AOT related warnings that were generated when the app was published. For more information see https://aka.ms/nativeaot-compatibility",
  ],
  [
    'missing-metadata',
    "MissingMethodException No parameterless constructor defined for type 'Amazon.Util.Internal.PlatformServices.NetworkReachability'",
  ],
  // dotnet/runtime#110214, #110283 (without the type of the exception) and #61737 (in two lines).
  [
    'version-conflict',
    "Unhandled Exception: System.MissingMethodException: Method not found: 'Void System.Text.Json.Serialization.Metadata.JsonObjectInfoValues`1<Example>.set_ConstructorAttributeProviderFactory(System.Func`1<System.Reflection.ICustomAttributeProvider>)'",
  ],
  [
    'version-conflict',
    "Method not found: 'Void System.Text.Json.Serialization.Metadata.JsonObjectInfoValues`1<Launcher.Index>.set_ConstructorAttributeProviderFactory(System.Func`1<System.Reflection.ICustomAttributeProvider>)'.",
  ],
  [
    'version-conflict',
    "System.MissingMethodException\n  HResult=0x80131513\n  Message=Method not found: 'Void System.Text.Json.Serialization.Metadata.JsonObjectInfoValues`1.set_ObjectCreator(System.Func`1<!0>)'.\n  Source=ClassLibrary1",
  ],
  [
    'version-conflict',
    "System.MissingMethodException: Method not found: 'Microsoft.Extensions.Logging.ILoggingBuilder Microsoft.Extensions.Logging.LoggingBuilderExtensions.AddConfiguration(Microsoft.Extensions.Logging.ILoggingBuilder)'.",
  ],
  [
    'dynamic-code',
    'System.PlatformNotSupportedException: Dynamic code generation is not supported on this platform.\n   at System.Reflection.Emit.ReflectionEmitThrower.ThrowPlatformNotSupportedException() + 0x3b',
  ],
  [
    'trim-warnings',
    "/home/k/.nuget/packages/awssdk.core/3.7.100.16/lib/netcoreapp3.1/AWSSDK.Core.dll : warning IL2104: Assembly 'AWSSDK.Core' produced trim warnings. For more information see https://aka.ms/dotnet-illink/libraries [/src/aot/aot.csproj]",
  ],
  [
    'aot-warnings',
    "/src/orders/p.cs(3,9): warning IL3050: Using member 'System.Text.Json.JsonSerializer.Serialize<TValue>(TValue, JsonSerializerOptions)' which has 'RequiresDynamicCodeAttribute' can break functionality when AOT compiling. JSON serialization and deserialization might require types that cannot be statically analyzed and might need runtime code generation. Use System.Text.Json source generation for native AOT applications. [/src/orders/orders.csproj]",
  ],
  [
    'class-library',
    '/src/lib/p.cs(1,1): error CS8805: Das Programm mit Anweisungen der obersten Ebene muss eine ausführbare Datei sein. [/src/lib/lib.csproj]',
  ],
  [
    'no-main',
    'CSC : error CS5001: Das Programm enthält keine als Einstiegspunkt geeignete statische Main-Methode. [/src/nomain/nomain.csproj]',
  ],
  [
    'version-conflict',
    "System.MissingFieldException: Field not found: 'Microsoft.AspNetCore.Components.RenderTree.RenderTreeFrame.FrameType'.",
  ],
];
