using System.Globalization;
using System.Text.Json.Serialization;

namespace HelloNative.Events;

/// <summary>
/// A value of a DynamoDB item: exactly one of the properties is set, and its name is the type. Numbers travel as
/// text, because they may have 38 digits.
/// </summary>
public sealed record DynamoDbValue
{
    [JsonPropertyName("S")]
    public string? Text { get; init; }

    [JsonPropertyName("N")]
    public string? Number { get; init; }

    [JsonPropertyName("BOOL")]
    public bool? Boolean { get; init; }

    [JsonPropertyName("B")]
    public byte[]? Binary { get; init; }

    [JsonPropertyName("NULL")]
    public bool? Null { get; init; }

    [JsonPropertyName("L")]
    public IReadOnlyList<DynamoDbValue>? List { get; init; }

    [JsonPropertyName("M")]
    public IReadOnlyDictionary<string, DynamoDbValue>? Map { get; init; }

    [JsonPropertyName("SS")]
    public IReadOnlyList<string>? Texts { get; init; }

    [JsonPropertyName("NS")]
    public IReadOnlyList<string>? Numbers { get; init; }

    [JsonPropertyName("BS")]
    public IReadOnlyList<byte[]>? Binaries { get; init; }

    /// <summary>The number, rounded where it has more than the 28 digits of a decimal.</summary>
    /// <exception cref="FormatException">It is no number, or larger than a decimal can be.</exception>
    public decimal ToDecimal() =>
        Number is not null && decimal.TryParse(Number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{this} is no decimal number.");

    /// <summary>The value as you read it; equal values read the same.</summary>
    public override string ToString() => this switch
    {
        { Text: { } text } => $"\"{text}\"",
        { Number: { } number } => number,
        { Boolean: { } boolean } => boolean ? "true" : "false",
        { Binary: { } binary } => $"base64 {Convert.ToBase64String(binary)}",
        { List: { } list } => $"[{string.Join(", ", list)}]",
        { Map: { } map } => $"{{{string.Join(", ", map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {e.Value}"))}}}",
        // A set has no order.
        { Texts: { } texts } => $"<{string.Join(", ", texts.Order(StringComparer.Ordinal).Select(t => $"\"{t}\""))}>",
        { Numbers: { } numbers } => $"<{string.Join(", ", numbers.Order(StringComparer.Ordinal))}>",
        { Binaries: { } binaries } => $"<{string.Join(", ", binaries.Select(Convert.ToBase64String).Order(StringComparer.Ordinal))}>",
        _ => "null",
    };
}
