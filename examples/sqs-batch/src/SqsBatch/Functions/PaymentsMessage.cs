using System.Text.Json.Serialization;

namespace SqsBatch.Functions;

/// <summary>What the body of each message says.</summary>
public sealed record PaymentsMessage
{
    [JsonPropertyName("paymentId")]
    public required string PaymentId { get; init; }

    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    [JsonPropertyName("currency")]
    public required string Currency { get; init; }
}
