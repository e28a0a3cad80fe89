using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

public class DefaultLambdaJsonSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) => throw new NotImplementedException();

    public void Serialize<T>(T response, Stream responseStream) => throw new NotImplementedException();
}

public class SourceGeneratorLambdaJsonSerializer<TSerializerContext> : ILambdaSerializer
    where TSerializerContext : JsonSerializerContext
{
    public SourceGeneratorLambdaJsonSerializer()
    {
    }

    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions> customizer) => _ = customizer;

    public T Deserialize<T>(Stream requestStream) => throw new NotImplementedException();

    public void Serialize<T>(T response, Stream responseStream) => throw new NotImplementedException();
}

public class CamelCaseLambdaJsonSerializer : DefaultLambdaJsonSerializer;

public class AwsNamingPolicy(JsonNamingPolicy fallback) : JsonNamingPolicy
{
    public override string ConvertName(string name) => fallback.ConvertName(name);
}
