using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Serialization;

namespace HelloNative.Events;

/// <summary>What happened to objects in an S3 bucket.</summary>
public sealed record S3Event
{
    private IReadOnlyList<S3EventRecord> _records = [];

    [JsonPropertyName("Records")]
    public IReadOnlyList<S3EventRecord> Records
    {
        get => _records;
        set => _records = value ?? [];
    }
}

public sealed record S3EventRecord
{
    /// <summary>For example "ObjectCreated:Put" or "ObjectRemoved:Delete".</summary>
    [JsonPropertyName("eventName")]
    public string EventName { get; set; } = "";

    [JsonPropertyName("eventTime")]
    public DateTimeOffset EventTime { get; init; }

    [JsonPropertyName("awsRegion")]
    public string Region { get; set; } = "";

    [JsonPropertyName("s3")]
    public required S3EventEntity S3 { get; init; }

    [JsonIgnore]
    public bool IsCreated => EventName.StartsWith("ObjectCreated:", StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsRemoved => EventName.StartsWith("ObjectRemoved:", StringComparison.Ordinal);
}

public sealed record S3EventEntity
{
    [JsonPropertyName("bucket")]
    public required S3EventBucket Bucket { get; init; }

    [JsonPropertyName("object")]
    [SuppressMessage("Naming", "CA1720", Justification = "What S3 calls it.")]
    public required S3EventObject Object { get; init; }
}

public sealed record S3EventBucket
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }
}

public sealed record S3EventObject
{
    /// <summary>The key as the event has it: encoded like a form, so that a space is a plus.</summary>
    [JsonPropertyName("key")]
    public required string EncodedKey { get; init; }

    /// <summary>In bytes; null when the object was removed.</summary>
    [JsonPropertyName("size")]
    public long? Size { get; init; }

    [JsonPropertyName("versionId")]
    public string? VersionId { get; init; }

    /// <summary>Orders the events of one key: compare as hexadecimal numbers of equal length.</summary>
    [JsonPropertyName("sequencer")]
    public string Sequencer { get; set; } = "";

    /// <summary>The key as S3 knows it, for calls to its API.</summary>
    [JsonIgnore]
    public string Key => WebUtility.UrlDecode(EncodedKey);
}
