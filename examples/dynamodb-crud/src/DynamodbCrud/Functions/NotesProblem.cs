using System.Text.Json.Serialization;

namespace DynamodbCrud.Functions;

/// <summary>What went wrong, in the form of RFC 9457.</summary>
public sealed record NotesProblem
{
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("status")]
    public required int Status { get; init; }

    [JsonPropertyName("detail")]
    public required string Detail { get; init; }
}
