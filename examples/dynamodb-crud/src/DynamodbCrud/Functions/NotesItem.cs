using System.Text.Json.Serialization;

namespace DynamodbCrud.Functions;

/// <summary>A note as it is kept.</summary>
public sealed record NotesItem
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Grows with each change; who changes a note says which version was read.</summary>
    [JsonPropertyName("version")]
    public required int Version { get; init; }
}

/// <summary>A note as a caller sends it; the version only with a change.</summary>
public sealed record NotesDraft
{
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("version")]
    public int? Version { get; init; }
}
