using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HelloNative.Events;

/// <summary>
/// An HTTP request as a function URL or an API Gateway HTTP API hands it over (payload format version 2.0).
/// </summary>
public sealed record LambdaHttpRequest : IJsonOnDeserialized
{
    private IReadOnlyDictionary<string, string> _headers = new Dictionary<string, string>();

    // What has a default is "set" and not "init": generated JSON code would overwrite the default of what is absent.

    /// <summary>"2.0". <see cref="IJsonOnDeserialized"/> refuses events of other formats.</summary>
    [JsonPropertyName("version")]
    public string Version { get; set; } = "";

    /// <summary>
    /// The path: as it was requested from a function URL, decoded from an HTTP API, where it begins with the stage's name.
    /// </summary>
    [JsonPropertyName("rawPath")]
    public string RawPath { get; set; } = "/";

    [JsonPropertyName("rawQueryString")]
    public string RawQueryString { get; set; } = "";

    /// <summary>By name in lower case; the values of a repeated header are joined with commas.</summary>
    [JsonPropertyName("headers")]
    public IReadOnlyDictionary<string, string> Headers
    {
        get => _headers;
        set => _headers = value ?? new Dictionary<string, string>();
    }

    /// <summary>Decoded; the values of a repeated parameter are joined with commas. Null when there are none.</summary>
    [JsonPropertyName("queryStringParameters")]
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>One "name=value" each. Null when there are none.</summary>
    [JsonPropertyName("cookies")]
    public IReadOnlyList<string>? Cookies { get; init; }

    /// <summary>Text, or base64 where the content is binary. <see cref="ReadBody"/> takes care of both.</summary>
    [JsonPropertyName("body")]
    public string? Body { get; init; }

    [JsonPropertyName("isBase64Encoded")]
    public bool IsBase64Encoded { get; init; }

    [JsonPropertyName("requestContext")]
    public LambdaHttpRequestContext Context { get; set; } = new();

    [JsonIgnore]
    public string Method => Context.Http.Method;

    /// <summary>The path without the stage of API Gateway.</summary>
    [JsonIgnore]
    public string Path
    {
        get
        {
            var stage = $"/{Context.Stage}";
            var inStage = RawPath == stage || RawPath.StartsWith($"{stage}/", StringComparison.Ordinal);
            return inStage ? RawPath[stage.Length..] : RawPath;
        }
    }

    /// <summary>What stands between the slashes of the path, decoded.</summary>
    [JsonIgnore]
    public string[] PathSegments => [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Decode)];

    /// <summary>Whether the path is decoded already: an HTTP API does it, whatever name its host has.</summary>
    [JsonIgnore]
    public bool IsDecoded =>
        Context.DomainName is not "" && !Context.DomainName.Contains(".lambda-url.", StringComparison.Ordinal);

    // Of another event each member would have its default, and the function would answer a request that was never made.
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Version == "2.0")
        {
            return;
        }
        var what = Version is "" ? "none, as those of a REST API or a load balancer" : Version;
        throw new JsonException(
            $"An HTTP event of payload version 2.0 is expected, from a function URL or an HTTP API; the version of this one is {what}.");
    }

    /// <summary>The value of a parameter of the query string, or null.</summary>
    public string? QueryValue(string name) => Query?.GetValueOrDefault(name);

    /// <summary>The value of a cookie, or null.</summary>
    public string? Cookie(string name) => Cookies?
        .Select(cookie => cookie.Split('=', 2))
        .FirstOrDefault(pair => pair[0] == name && pair.Length == 2)?[1];

    /// <summary>The body as it was sent.</summary>
    public byte[] ReadBody() =>
        IsBase64Encoded ? Convert.FromBase64String(Body ?? "") : Encoding.UTF8.GetBytes(Body ?? "");

    /// <summary>The body as a value.</summary>
    /// <exception cref="JsonException">The body is no such JSON.</exception>
    public T ReadJson<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(ReadBody(), type) ?? throw new JsonException("The body is null.");

    private string Decode(string text) => IsDecoded ? text : Uri.UnescapeDataString(text);
}

public sealed record LambdaHttpRequestContext
{
    [JsonPropertyName("requestId")]
    public string RequestId { get; set; } = "";

    [JsonPropertyName("domainName")]
    public string DomainName { get; set; } = "";

    /// <summary>"$default" for a function URL and for API Gateway's default stage.</summary>
    [JsonPropertyName("stage")]
    public string Stage { get; set; } = "$default";

    [JsonPropertyName("http")]
    public LambdaHttpRequestLine Http { get; set; } = new();
}

public sealed record LambdaHttpRequestLine
{
    [JsonPropertyName("method")]
    public string Method { get; set; } = "GET";

    [JsonPropertyName("protocol")]
    public string Protocol { get; set; } = "HTTP/1.1";

    [JsonPropertyName("sourceIp")]
    public string SourceIp { get; set; } = "";

    [JsonPropertyName("userAgent")]
    public string UserAgent { get; set; } = "";
}
