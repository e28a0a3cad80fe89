using System.Text.Json.Serialization;
using Container.Functions;

namespace Container;

/// <summary>
/// The types that go in and out as JSON, one line each. Their code is generated at build time, since a native
/// program has no reflection to work it out at run time.
/// </summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WelcomeRequest))]
[JsonSerializable(typeof(WelcomeResponse))]
public sealed partial class FunctionJsonContext : JsonSerializerContext
{
}
