using System.Text.Json.Serialization;

namespace Kinesis.Events;

/// <summary>A batch of records from one shard of a Kinesis stream, in order.</summary>
public sealed record KinesisEvent
{
    private IReadOnlyList<KinesisRecord> _records = [];

    [JsonPropertyName("Records")]
    public IReadOnlyList<KinesisRecord> Records
    {
        get => _records;
        set => _records = value ?? [];
    }
}

public sealed record KinesisRecord
{
    [JsonPropertyName("eventID")]
    public string EventId { get; set; } = "";

    /// <summary>The ARN of the stream.</summary>
    [JsonPropertyName("eventSourceARN")]
    public string StreamArn { get; set; } = "";

    [JsonPropertyName("kinesis")]
    public required KinesisData Kinesis { get; init; }
}

public sealed record KinesisData
{
    [JsonPropertyName("partitionKey")]
    public required string PartitionKey { get; init; }

    [JsonPropertyName("sequenceNumber")]
    public required string SequenceNumber { get; init; }

    /// <summary>What the producer wrote. It travels as base64; the serializer decodes it.</summary>
    [JsonPropertyName("data")]
    public byte[] Data { get; set; } = [];

    /// <summary>Seconds since 1970, with fractions.</summary>
    [JsonPropertyName("approximateArrivalTimestamp")]
    public double ArrivalSeconds { get; init; }

    [JsonIgnore]
    public DateTimeOffset ArrivalTime => DateTimeOffset.UnixEpoch.AddSeconds(ArrivalSeconds);
}
