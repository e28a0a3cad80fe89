using System.Text.Json.Serialization;
using Opentelemetry.Events;
using Opentelemetry.Functions;

namespace Opentelemetry;

/// <summary>
/// The types that go in and out as JSON, one line each. Their code is generated at build time, since a native
/// program has no reflection to work it out at run time.
/// </summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LambdaHttpRequest))]
[JsonSerializable(typeof(Shipment))]
public sealed partial class FunctionJsonContext : JsonSerializerContext
{
}
