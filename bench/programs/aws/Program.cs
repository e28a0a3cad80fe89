// The function of AWS's own template for NativeAOT.
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;

Func<string, ILambdaContext, string> handler = (input, context) => input.ToUpper();
await LambdaBootstrapBuilder.Create(handler, new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>())
    .Build()
    .RunAsync();

[JsonSerializable(typeof(string))]
internal sealed partial class FunctionJsonContext : JsonSerializerContext
{
}
