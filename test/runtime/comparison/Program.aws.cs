using System.Text.Json.Serialization;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Comparison;

var json = new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>();
var handlers = new Dictionary<string, LambdaBootstrapBuilder>
{
    ["echo"] = LambdaBootstrapBuilder.Create<Item?, Item?>(Handlers.Echo, json),
    ["bytes"] = LambdaBootstrapBuilder.Create<Binary, Binary>(Handlers.Bytes, json),
    ["date"] = LambdaBootstrapBuilder.Create<Moment, Moment>(Handlers.Date, json),
    ["text"] = LambdaBootstrapBuilder.Create<string?, string?>(Handlers.Text, json),
    ["awkward"] = LambdaBootstrapBuilder.Create<string, string>(Handlers.Awkward, json),
    ["copy"] = LambdaBootstrapBuilder.Create(Handlers.Copy),
    ["nothing"] = LambdaBootstrapBuilder.Create<Item>(Handlers.Nothing, json),
    ["later"] = LambdaBootstrapBuilder.Create<Item, Item?>(Handlers.Later, json),
    ["deep"] = LambdaBootstrapBuilder.Create<Item, Chain?>(Handlers.Deep, json),
    ["context"] = LambdaBootstrapBuilder.Create<Item, string>(Handlers.Context, json),
    ["fail"] = LambdaBootstrapBuilder.Create<Item, Item>(Handlers.Fail, json),
    ["fail-later"] = LambdaBootstrapBuilder.Create<Item, Item>(Handlers.FailLater, json),
    ["log"] = LambdaBootstrapBuilder.Create<Item>(Handlers.Log, json),
};
using var bootstrap = handlers[Environment.GetEnvironmentVariable("_HANDLER")!].Build();
await bootstrap.RunAsync();

[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Binary))]
[JsonSerializable(typeof(Moment))]
[JsonSerializable(typeof(Chain))]
[JsonSerializable(typeof(string))]
internal sealed partial class FunctionJsonContext : JsonSerializerContext;
