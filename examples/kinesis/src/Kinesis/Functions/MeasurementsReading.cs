using System.Text.Json.Serialization;

namespace Kinesis.Functions;

/// <summary>What a sensor sends; the record's partition key says which one.</summary>
public sealed record MeasurementsReading
{
    [JsonPropertyName("celsius")]
    public required decimal Celsius { get; init; }
}
