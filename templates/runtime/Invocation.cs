using System;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// One invocation at a time, from the event to the answer. A loop has a single one and uses it over and
/// over, so that an invocation allocates nothing but what its handler does.
/// </summary>
internal sealed class Invocation : IDisposable
{
    // In front of a body there is room for the request head that its length is a part of.
    private const int HeadRoom = 512;

    private readonly RuntimeApiClient _client;
    private readonly LambdaContext _context;

    internal Invocation(RuntimeApiClient client)
    {
        _client = client;
        _context = new LambdaContext(this);
    }

    /// <summary>What the handler may know.</summary>
    internal ILambdaContext Context => _context;

    /// <summary>The event.</summary>
    internal ReadOnlyMemory<byte> Event => _client.Connection.Body;

    /// <summary>What the handler answers.</summary>
    internal ByteBuffer Output { get; } = new(4 * 1024 - HeadRoom, HeadRoom);

    /// <summary>The media type of the answer.</summary>
    internal string ContentType { get; set; } = string.Empty;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The value of a header of the invocation as text; null when absent.</summary>
    internal string? Header(LambdaHeader header)
    {
        ReadOnlySpan<byte> value = _client.Connection[header];
        return value.IsEmpty ? null : Encoding.UTF8.GetString(value);
    }

    /// <summary>The time at which Lambda ends the invocation, in Unix milliseconds; 0 when not known.</summary>
    internal long DeadlineMs
        => HttpHead.TryParseNumber(_client.Connection[LambdaHeader.DeadlineMs], out long value) ? value : 0;

    /// <summary>Waits for an invocation, runs the handler and sends what comes of it.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal void RunNext(Action<Invocation> handler, TraceVariable? traceVariable)
    {
        _client.Next();
        _context.Begin();
        traceVariable?.Set(_client.Connection[LambdaHeader.TraceId]);
        Output.Clear();
        ContentType = "application/json";
        try
        {
            handler(this);
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }
        if (!_client.PostResponse(Output, ContentType))
        {
            FailTooLarge();
        }
    }

    private void Fail(Exception exception)
    {
        StandardError.WriteLine(exception.ToString());
        ErrorReport.Write(Output, exception);
        _client.PostError(Output, ErrorReport.TypeName(exception));
    }

    private void FailTooLarge()
    {
        const string errorType = "Function.ResponseSizeTooLarge";
        string message = $"The response has {Output.Length} bytes, more than Lambda takes (6 MB).";
        StandardError.WriteLine(message);
        ErrorReport.Write(Output, errorType, message);
        _client.PostError(Output, errorType);
    }
}
