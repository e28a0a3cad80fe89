using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using HelloNative;
using HelloNative.Functions;

var serializer = new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>();

// One executable, many functions: Lambda's Handler setting picks one of these by name.
var handlers = new Dictionary<string, LambdaBootstrapBuilder>
{
    ["uppercase"] = LambdaBootstrapBuilder.Create<string, string>(Uppercase.Handle, serializer),
};

var name = Environment.GetEnvironmentVariable("_HANDLER") ?? "";
if (name == "bootstrap")
{
    // A managed runtime takes the setting for the program's name; a variable picks the handler.
    name = Environment.GetEnvironmentVariable("FUNCTION_HANDLER") ?? name;
}

if (!handlers.TryGetValue(name, out var builder))
{
    // A single handler answers whatever the setting says.
    builder = handlers.Count == 1
        ? handlers.Values.Single()
        : throw new InvalidOperationException($"No handler \"{name}\"; there are: {string.Join(", ", handlers.Keys)}.");
}

using var bootstrap = builder.Build();
await bootstrap.RunAsync();
