using System;
using System.Text;
using System.Threading;

namespace LambdaRuntime;

/// <summary>
/// One invocation at a time, from the event to the answer. A loop has a single one and uses it over and
/// over, so that an invocation allocates nothing but what its handler does.
/// </summary>
internal sealed class Invocation
{
    /// <summary>The invocation of a process that serves one at a time.</summary>
    internal static Invocation? Only;

    /// <summary>The invocation of the running code in a process that serves several at a time.</summary>
    internal static readonly AsyncLocal<Invocation?> OneOfMany = new();

    // In front of a body there is room for the request head that its length is a part of.
    private const int HeadRoom = 512;

    private readonly LambdaContext _context;

    internal Invocation(RuntimeApiClient client)
    {
        Client = client;
        _context = new LambdaContext(this);
    }

    /// <summary>The invocation that the running code belongs to; null outside of handlers.</summary>
    internal static Invocation? Current => Only ?? OneOfMany.Value;

    /// <summary>The way to Lambda.</summary>
    internal RuntimeApiClient Client { get; }

    /// <summary>What the handler may know.</summary>
    internal ILambdaContext Context => _context;

    /// <summary>The event. Valid until something is sent.</summary>
    internal ReadOnlyMemory<byte> Event => Client.Connection.Body;

    /// <summary>What the handler answers.</summary>
    internal ByteBuffer Output { get; } = NewOutput();

    /// <summary>The media type of the answer.</summary>
    internal string ContentType { get; set; } = string.Empty;

    /// <summary>The answer, when the handler writes it to a stream.</summary>
    internal StreamedAnswer? Stream { get; set; }

    /// <summary>Something that reading and writing JSON keeps from one invocation to the next.</summary>
    internal object? JsonState { get; set; }

    /// <summary>The time at which Lambda ends the invocation, in Unix milliseconds; 0 when not known.</summary>
    internal long DeadlineMs
        => HttpHead.TryParseNumber(Client.Connection[LambdaHeader.DeadlineMs], out long value) ? value : 0;

    /// <summary>A buffer for the body of a request.</summary>
    internal static ByteBuffer NewOutput() => new(4 * 1024 - HeadRoom, HeadRoom);

    /// <summary>The value of a header of the invocation as text; null when absent.</summary>
    internal string? Header(LambdaHeader header)
    {
        ReadOnlySpan<byte> value = Client.Connection[header];
        return value.IsEmpty ? null : Encoding.UTF8.GetString(value);
    }

    /// <summary>Waits for an invocation, runs the handler and sends what comes of it.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal void RunNext(Action<Invocation> handler, TraceVariable? traceVariable)
    {
        Client.Next();
        _context.Begin();
        traceVariable?.Set(Client.Connection[LambdaHeader.TraceId]);
        Output.Clear();
        ContentType = "application/json";
        Stream = null;
        try
        {
            handler(this);
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }
        finally
        {
            _context.End();
        }
        if (Stream != null)
        {
            Stream.Complete();
        }
        else if (!Client.PostResponse(Output, ContentType))
        {
            FailTooLarge();
        }
    }

    private void Fail(Exception exception)
    {
        LogRecord.WriteError(exception, Client.RequestId, _context.TraceId);
        if (Stream == null || !Stream.Fail(exception))
        {
            var xRayCause = new ByteBuffer(1024);
            XRayCause.Write(xRayCause, exception);
            ErrorReport.Write(Output, exception);
            Client.PostError(Output, ErrorReport.TypeName(exception), xRayCause.Written);
        }
    }

    private void FailTooLarge()
    {
        const string errorType = "Function.ResponseSizeTooLarge";
        string message = $"The response has {Output.Length} bytes, more than Lambda takes (6 MB).";
        LogRecord.WriteError(errorType, message, Client.RequestId);
        ErrorReport.Write(Output, errorType, message);
        Client.PostError(Output, errorType, default);
    }
}
