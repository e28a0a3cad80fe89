using System.Text.Json.Serialization;
using SqsBatch.Events;
using SqsBatch.Functions;

namespace SqsBatch;

/// <summary>
/// The types that go in and out as JSON, one line each. Their code is generated at build time, since a native
/// program has no reflection to work it out at run time.
/// </summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SqsEvent))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(PaymentsMessage))]
public sealed partial class FunctionJsonContext : JsonSerializerContext
{
}
