using System.Text.Json.Serialization;

namespace EventbridgeSchedule.Functions;

/// <summary>The time that a report covers: from its begin up to, but not including, its end.</summary>
public sealed record NightlyReportResult
{
    [JsonPropertyName("from")]
    public required DateTimeOffset From { get; init; }

    [JsonPropertyName("to")]
    public required DateTimeOffset To { get; init; }
}
