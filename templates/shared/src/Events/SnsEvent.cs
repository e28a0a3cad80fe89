using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace HelloNative.Events;

/// <summary>Notifications of an SNS topic; Lambda gets one at a time.</summary>
public sealed record SnsEvent
{
    private IReadOnlyList<SnsRecord> _records = [];

    [JsonPropertyName("Records")]
    public IReadOnlyList<SnsRecord> Records
    {
        get => _records;
        set => _records = value ?? [];
    }
}

public sealed record SnsRecord
{
    [JsonPropertyName("EventSubscriptionArn")]
    public string SubscriptionArn { get; set; } = "";

    [JsonPropertyName("Sns")]
    public required SnsNotification Sns { get; init; }
}

public sealed record SnsNotification
{
    [JsonPropertyName("MessageId")]
    public required string MessageId { get; init; }

    [JsonPropertyName("TopicArn")]
    public string TopicArn { get; set; } = "";

    [JsonPropertyName("Subject")]
    public string? Subject { get; init; }

    /// <summary>Text; many publishers put JSON into it.</summary>
    [JsonPropertyName("Message")]
    public string Message { get; set; } = "";

    [JsonPropertyName("Timestamp")]
    public DateTimeOffset Timestamp { get; init; }

    private IReadOnlyDictionary<string, SnsMessageAttribute> _messageAttributes = new Dictionary<string, SnsMessageAttribute>();

    [JsonPropertyName("MessageAttributes")]
    public IReadOnlyDictionary<string, SnsMessageAttribute> MessageAttributes
    {
        get => _messageAttributes;
        set => _messageAttributes = value ?? new Dictionary<string, SnsMessageAttribute>();
    }
}

[SuppressMessage("Naming", "CA1711", Justification = "What SNS calls it.")]
public sealed record SnsMessageAttribute
{
    [JsonPropertyName("Type")]
    public string Type { get; set; } = "String";

    /// <summary>Base64 when the type is Binary.</summary>
    [JsonPropertyName("Value")]
    public string Value { get; set; } = "";
}
