using System.Text.Json.Serialization;

namespace Json.Functions;

/// <summary>What sending the parcel costs, and how many working days it takes.</summary>
public sealed record QuoteResponse
{
    [JsonPropertyName("price")]
    public required decimal Price { get; init; }

    [JsonPropertyName("currency")]
    public string Currency { get; set; } = "EUR";

    [JsonPropertyName("days")]
    public required int Days { get; init; }
}
