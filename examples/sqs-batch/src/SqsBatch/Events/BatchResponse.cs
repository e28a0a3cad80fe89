using System.Text.Json.Serialization;

namespace SqsBatch.Events;

/// <summary>
/// Which records of a batch failed. Lambda hands those over again and counts the others as done, once
/// ReportBatchItemFailures is set on the event source mapping; without it this answer is ignored.
/// </summary>
public sealed record BatchResponse
{
    [JsonPropertyName("batchItemFailures")]
    public IReadOnlyList<BatchItemFailure> BatchItemFailures { get; set; } = [];

    /// <param name="identifiers">The failed records: message ids for SQS, sequence numbers for streams.</param>
    public static BatchResponse Failed(IEnumerable<string> identifiers) => new()
    {
        BatchItemFailures = [.. identifiers.Select(id => new BatchItemFailure { ItemIdentifier = id })],
    };
}

public sealed record BatchItemFailure
{
    [JsonPropertyName("itemIdentifier")]
    public required string ItemIdentifier { get; init; }
}
