using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DynamodbCrud.Events;

/// <summary>
/// The answer to a <see cref="LambdaHttpRequest"/>. Copy it with other headers or cookies by "with".
/// </summary>
public sealed record LambdaHttpResponse
{
    [JsonPropertyName("statusCode")]
    public int StatusCode { get; set; } = (int)HttpStatusCode.OK;

    [JsonPropertyName("headers")]
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>One Set-Cookie header each; they have a list of their own because Headers cannot repeat.</summary>
    [JsonPropertyName("cookies")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Cookies { get; init; }

    [JsonPropertyName("body")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>True when the body is base64, as content that is no text must be.</summary>
    [JsonPropertyName("isBase64Encoded")]
    public bool IsBase64Encoded { get; init; }

    public static LambdaHttpResponse Empty(HttpStatusCode status) => new() { StatusCode = (int)status };

    public static LambdaHttpResponse Text(HttpStatusCode status, string text) => new()
    {
        StatusCode = (int)status,
        Headers = new Dictionary<string, string> { ["content-type"] = "text/plain; charset=utf-8" },
        Body = text,
    };

    public static LambdaHttpResponse Json<T>(
        HttpStatusCode status, T value, JsonTypeInfo<T> type, string contentType = "application/json") => new()
        {
            StatusCode = (int)status,
            Headers = new Dictionary<string, string> { ["content-type"] = contentType },
            Body = JsonSerializer.Serialize(value, type),
        };

    /// <summary>The same with one header more.</summary>
    public LambdaHttpResponse WithHeader(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };
}
