using System.Diagnostics.CodeAnalysis;
using System.Net;
using AspnetReflection.Events;
using Microsoft.AspNetCore.Http.Features;

namespace AspnetReflection.Hosting;

/// <summary>One request and its response, in the form that ASP.NET Core asks of a server: as features.</summary>
internal sealed class LambdaHttpExchange :
    IHttpRequestFeature,
    IHttpRequestBodyDetectionFeature,
    IHttpRequestIdentifierFeature,
    IHttpRequestLifetimeFeature,
    IHttpConnectionFeature,
    IHttpResponseFeature,
    IDisposable
{
    private readonly MemoryStream _responseBody = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();

    public LambdaHttpExchange(LambdaHttpRequest request, string requestId, CancellationToken aborted)
    {
        var body = request.ReadBody();
        Protocol = request.Context.Http.Protocol;
        Scheme = request.Headers.GetValueOrDefault("x-forwarded-proto", "https");
        Method = request.Method;
        RawTarget = request.RawPath;
        Path = PathOf(request);
        QueryString = request.RawQueryString is "" ? "" : $"?{request.RawQueryString}";
        Body = new MemoryStream(body, writable: false);
        CanHaveBody = body.Length > 0;
        TraceIdentifier = requestId;
        RequestAborted = aborted;
        RemoteIpAddress = IPAddress.TryParse(request.Context.Http.SourceIp, out var address) ? address : null;

        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = value;
        }
        if (request.Cookies is { Count: > 0 } cookies)
        {
            headers.Cookie = string.Join("; ", cookies);
        }
        if (headers.Host.Count == 0)
        {
            headers.Host = request.Context.DomainName;
        }
        // A body that came as base64 has another length than the header says, if there is one at all.
        headers.ContentLength = CanHaveBody ? body.Length : null;
        _requestHeaders = headers;

        // The body is gathered in memory, so that headers and status can change until the end.
        Features.Set<IHttpRequestFeature>(this);
        Features.Set<IHttpRequestBodyDetectionFeature>(this);
        Features.Set<IHttpRequestIdentifierFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpConnectionFeature>(this);
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_responseBody));
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public string Protocol { get; set; }

    public string Scheme { get; set; }

    public string Method { get; set; }

    public string PathBase { get; set; } = "";

    public string Path { get; set; }

    public string QueryString { get; set; }

    public string RawTarget { get; set; }

    public Stream Body { get; set; }

    public bool CanHaveBody { get; }

    public string TraceIdentifier { get; set; }

    public CancellationToken RequestAborted { get; set; }

    public string ConnectionId { get; set; } = "";

    public IPAddress? RemoteIpAddress { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int RemotePort { get; set; }

    public int LocalPort { get; set; }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public bool HasStarted { get; private set; }

    IHeaderDictionary IHttpRequestFeature.Headers
    {
        get => _requestHeaders;
        set => _requestHeaders = value;
    }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => _responseHeaders;
        set => _responseHeaders = value;
    }

    Stream IHttpResponseFeature.Body
    {
        get => _responseBody;
        set => throw new NotSupportedException("Replace the IHttpResponseBodyFeature instead.");
    }

    private IHeaderDictionary _requestHeaders;
    private IHeaderDictionary _responseHeaders = new HeaderDictionary();

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    /// <summary>There is no connection to close, so the response becomes an error.</summary>
    public void Abort() => Fail();

    /// <summary>Drops what has been written and answers with 500.</summary>
    public void Fail()
    {
        StatusCode = StatusCodes.Status500InternalServerError;
        _responseHeaders = new HeaderDictionary();
        _responseBody.SetLength(0);
        _onStarting.Clear();
    }

    /// <summary>The response as an answer to Lambda.</summary>
    public async Task<LambdaHttpResponse> EndAsync()
    {
        await RunAsync(_onStarting);
        HasStarted = true;
        await Features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
        return LambdaHttpResponseWriter.Write(StatusCode, _responseHeaders, _responseBody);
    }

    /// <summary>Tells those that wanted to know that the response is complete.</summary>
    public Task RunOnCompletedAsync() => RunAsync(_onCompleted);

    public void Dispose()
    {
        _responseBody.Dispose();
        Body.Dispose();
    }

    [SuppressMessage("Usage", "CA2234", Justification = "The path alone is not a whole URI.")]
    private static string PathOf(LambdaHttpRequest request)
    {
        var path = request.Path is "" ? "/" : request.Path;
        return request.IsDecoded ? path : PathString.FromUriComponent(path).Value ?? "/";
    }

    // The last one that was registered comes first.
    private static async Task RunAsync(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        while (callbacks.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }
    }
}
