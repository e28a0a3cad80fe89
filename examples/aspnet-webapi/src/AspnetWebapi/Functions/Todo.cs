using System.Text.Json.Serialization;

namespace AspnetWebapi.Functions;

public sealed record Todo
{
    [JsonPropertyName("id")]
    public required int Id { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("dueBy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DueBy { get; init; }
}

public sealed record TodoDraft
{
    [JsonPropertyName("title")]
    public string Title { get; set; } = "";

    [JsonPropertyName("dueBy")]
    public DateOnly? DueBy { get; init; }
}

public sealed record TodoPage
{
    [JsonPropertyName("todos")]
    public required IReadOnlyList<Todo> Todos { get; init; }
}
