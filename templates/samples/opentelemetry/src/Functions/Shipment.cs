using System.Text.Json.Serialization;

namespace HelloNative.Functions;

/// <summary>A shipment as the caller gets it.</summary>
public sealed record Shipment
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("weight")]
    public required decimal Weight { get; init; }

    [JsonPropertyName("unit")]
    public required string Unit { get; init; }
}
