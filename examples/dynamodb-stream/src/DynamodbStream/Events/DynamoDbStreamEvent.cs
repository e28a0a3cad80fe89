using System.Text.Json.Serialization;

namespace DynamodbStream.Events;

/// <summary>A batch of changes to the items of a DynamoDB table, in order for each item.</summary>
public sealed record DynamoDbStreamEvent
{
    private IReadOnlyList<DynamoDbStreamRecord> _records = [];

    [JsonPropertyName("Records")]
    public IReadOnlyList<DynamoDbStreamRecord> Records
    {
        get => _records;
        set => _records = value ?? [];
    }
}

public sealed record DynamoDbStreamRecord
{
    [JsonPropertyName("eventID")]
    public string EventId { get; set; } = "";

    /// <summary>"INSERT", "MODIFY" or "REMOVE".</summary>
    [JsonPropertyName("eventName")]
    public required string EventName { get; init; }

    [JsonPropertyName("dynamodb")]
    public required DynamoDbChange Change { get; init; }
}

/// <summary>What is in it beside the keys depends on the stream's view type.</summary>
public sealed record DynamoDbChange
{
    [JsonPropertyName("SequenceNumber")]
    public required string SequenceNumber { get; init; }

    private IReadOnlyDictionary<string, DynamoDbValue> _keys = new Dictionary<string, DynamoDbValue>();

    [JsonPropertyName("Keys")]
    public IReadOnlyDictionary<string, DynamoDbValue> Keys
    {
        get => _keys;
        set => _keys = value ?? new Dictionary<string, DynamoDbValue>();
    }

    /// <summary>The item before the change; null when it was inserted.</summary>
    [JsonPropertyName("OldImage")]
    public IReadOnlyDictionary<string, DynamoDbValue>? OldImage { get; init; }

    /// <summary>The item after the change; null when it was removed.</summary>
    [JsonPropertyName("NewImage")]
    public IReadOnlyDictionary<string, DynamoDbValue>? NewImage { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("ApproximateCreationDateTime")]
    public double CreationSeconds { get; init; }

    [JsonIgnore]
    public DateTimeOffset CreationTime => DateTimeOffset.UnixEpoch.AddSeconds(CreationSeconds);
}
