using System.Text.Json.Serialization;

namespace Dotnet7;

/// <summary>
/// The types that go in and out as JSON, one line each. Their code is generated at build time, since a native
/// program has no reflection to work it out at run time.
/// </summary>
[JsonSerializable(typeof(string))]
public sealed partial class FunctionJsonContext : JsonSerializerContext
{
}
