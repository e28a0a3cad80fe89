using System.Text.Json.Serialization;

namespace Sns.Functions;

/// <summary>What CloudWatch says when an alarm changes its state; the fields in use here.</summary>
public sealed record AlarmsNotification
{
    [JsonPropertyName("AlarmName")]
    public required string AlarmName { get; init; }

    /// <summary>"OK", "ALARM" or "INSUFFICIENT_DATA".</summary>
    [JsonPropertyName("NewStateValue")]
    public required string NewState { get; init; }

    [JsonPropertyName("OldStateValue")]
    public required string OldState { get; init; }

    [JsonPropertyName("NewStateReason")]
    public string Reason { get; set; } = "";
}
