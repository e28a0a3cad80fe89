using System.Text.Json.Serialization;

namespace Container.Functions;

public sealed record WelcomeRequest
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Two letters, as in welcome.txt; English where that has no such language.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }
}

public sealed record WelcomeResponse
{
    [JsonPropertyName("text")]
    public required string Text { get; init; }
}
