using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventbridgeSchedule.Events;

/// <summary>An event from an EventBridge bus; a schedule is a rule that sends one.</summary>
public sealed record EventBridgeEvent
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Who sent it, for example "aws.events" for a schedule.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>What kind of event it is, for example "Scheduled Event".</summary>
    [JsonPropertyName("detail-type")]
    public required string DetailType { get; init; }

    [JsonPropertyName("account")]
    public string Account { get; set; } = "";

    [JsonPropertyName("region")]
    public string Region { get; set; } = "";

    [JsonPropertyName("time")]
    public DateTimeOffset Time { get; init; }

    /// <summary>What it is about, as ARNs; the rule, for a schedule.</summary>
    [JsonPropertyName("resources")]
    public IReadOnlyList<string> Resources { get; set; } = [];

    /// <summary>Depends on the detail type: <c>Detail.Deserialize(FunctionJsonContext.Default.MyDetail)</c>.</summary>
    [JsonPropertyName("detail")]
    public JsonElement Detail { get; init; }
}
