using System.Text.Json;
using System.Text.Json.Serialization;

namespace Json.Functions;

/// <summary>A parcel to send.</summary>
public sealed record QuoteRequest
{
    /// <summary>Where it goes: two capital letters (ISO 3166).</summary>
    [JsonPropertyName("country")]
    public required string Country { get; init; }

    [JsonPropertyName("weightGrams")]
    public required int WeightGrams { get; init; }

    // What has a default is "set" and not "init": generated JSON code would overwrite the default of what is absent.
    [JsonPropertyName("service")]
    public QuoteService Service { get; set; } = QuoteService.Standard;

    /// <summary>What is wrong with the request; nothing when it is fine.</summary>
    public IEnumerable<string> Problems()
    {
        if (Country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            yield return $"country is \"{Country}\"; it must be two capital letters";
        }
        if (WeightGrams is < 1 or > 30_000)
        {
            yield return $"weightGrams is {WeightGrams}; it must be 1 to 30000";
        }
    }
}

/// <summary>How fast it goes; "standard" and "express" in JSON.</summary>
[JsonConverter(typeof(QuoteServiceConverter))]
public enum QuoteService
{
    Standard,
    Express,
}

/// <summary>The generic converter is the one that needs no reflection. Numbers are refused: any would pass.</summary>
public sealed class QuoteServiceConverter()
    : JsonStringEnumConverter<QuoteService>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
