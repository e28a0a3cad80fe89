using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace HelloNative.Events;

/// <summary>A batch of messages from an SQS queue.</summary>
public sealed record SqsEvent
{
    private IReadOnlyList<SqsMessage> _messages = [];

    [JsonPropertyName("Records")]
    public IReadOnlyList<SqsMessage> Messages
    {
        get => _messages;
        set => _messages = value ?? [];
    }
}

public sealed record SqsMessage
{
    [JsonPropertyName("messageId")]
    public required string MessageId { get; init; }

    [JsonPropertyName("body")]
    public string Body { get; set; } = "";

    /// <summary>The ARN of the queue.</summary>
    [JsonPropertyName("eventSourceARN")]
    public string QueueArn { get; set; } = "";

    private IReadOnlyDictionary<string, string> _attributes = new Dictionary<string, string>();

    /// <summary>What SQS says about the message: SentTimestamp, ApproximateReceiveCount and others.</summary>
    [JsonPropertyName("attributes")]
    public IReadOnlyDictionary<string, string> Attributes
    {
        get => _attributes;
        set => _attributes = value ?? new Dictionary<string, string>();
    }

    private IReadOnlyDictionary<string, SqsMessageAttribute> _messageAttributes = new Dictionary<string, SqsMessageAttribute>();

    /// <summary>What the sender says about the message.</summary>
    [JsonPropertyName("messageAttributes")]
    public IReadOnlyDictionary<string, SqsMessageAttribute> MessageAttributes
    {
        get => _messageAttributes;
        set => _messageAttributes = value ?? new Dictionary<string, SqsMessageAttribute>();
    }

    /// <summary>A FIFO queue keeps the order within each group.</summary>
    [JsonIgnore]
    public string? MessageGroupId => Attributes.GetValueOrDefault("MessageGroupId");
}

[SuppressMessage("Naming", "CA1711", Justification = "What SQS calls it.")]
public sealed record SqsMessageAttribute
{
    [JsonPropertyName("dataType")]
    public string DataType { get; set; } = "String";

    [JsonPropertyName("stringValue")]
    public string? StringValue { get; init; }

    [JsonPropertyName("binaryValue")]
    public byte[]? BinaryValue { get; init; }
}
