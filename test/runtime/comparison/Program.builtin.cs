using System.Text.Json.Serialization;
using Comparison;

var json = FunctionJsonContext.Default;
return LambdaBootstrap.Create()
    .Handle("echo", Handlers.Echo, json.Item, json.Item)
    .Handle("bytes", Handlers.Bytes, json.Binary, json.Binary)
    .Handle("date", Handlers.Date, json.Moment, json.Moment)
    .Handle("text", Handlers.Text)
    .Handle("awkward", Handlers.Awkward)
    .Handle("copy", Handlers.Copy)
    .Handle("nothing", Handlers.Nothing, json.Item)
    .Handle("later", Handlers.Later, json.Item, json.Item)
    .Handle("deep", Handlers.Deep, json.Item, json.Chain)
    .Handle("context", Handlers.Context, json.Item, json.String)
    .Handle("fail", Handlers.Fail, json.Item, json.Item)
    .Handle("fail-later", Handlers.FailLater, json.Item, json.Item)
    .Handle("log", Handlers.Log, json.Item)
    .Run();

// The options that a new project has.
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Binary))]
[JsonSerializable(typeof(Moment))]
[JsonSerializable(typeof(Chain))]
[JsonSerializable(typeof(string))]
internal sealed partial class FunctionJsonContext : JsonSerializerContext;
