using System;
using System.Text;
using System.Threading;

namespace LambdaRuntime;

/// <summary>
/// The calls of the Lambda Runtime API, version 2018-06-01, over one connection. See
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
/// </summary>
internal sealed class RuntimeApiClient
{
    // A server that accepts and hangs up this often in a row, and at once, is not going to answer.
    private const int MaxQuickFailures = 5;

    private readonly HttpConnection _connection;
    private readonly string _address;
    private readonly RequestHead _next;
    private readonly RequestHead _head;
    private readonly ByteBuffer _requestId = new(64);
    private readonly ByteBuffer _invocationId = new(64);

    /// <summary>A client of the Runtime API at an address as in AWS_LAMBDA_RUNTIME_API: host:port.</summary>
    /// <exception cref="RuntimeApiException">It is no such address.</exception>
    internal RuntimeApiClient(string address)
    {
        int colon = address.LastIndexOf(':');
        int port = LambdaEnvironment.ParseNumber(address.AsSpan(colon + 1));
        if (colon <= 0 || port <= 0 || port > ushort.MaxValue)
        {
            throw new RuntimeApiException("AWS_LAMBDA_RUNTIME_API has to be HOST:PORT, and is " + address);
        }
        string host = address.Substring(0, colon);
        _connection = new HttpConnection(() => Transport.Connect(host, port));
        _address = address;
        _head = new RequestHead(address);
        _next = new RequestHead(address);
        _next.Begin("GET ", "invocation/next");
        _next.End();
    }

    /// <summary>The headers and the body of the invocation, until something is sent.</summary>
    internal HttpConnection Connection => _connection;

    /// <summary>The id of the invocation.</summary>
    internal ReadOnlySpan<byte> RequestId => _requestId.Written;

    /// <summary>A second client of the same API, with a connection of its own.</summary>
    internal RuntimeApiClient Another() => new(_address);

    /// <summary>Waits for the next invocation, however long that takes.</summary>
    /// <exception cref="RuntimeApiException">There will be none.</exception>
    internal void Next()
    {
        int quickFailures = 0;
        while (true)
        {
            long startedAt = Environment.TickCount64;
            if (TryExchange(_next.Written, default))
            {
                break;
            }
            // An idle connection may be closed at any time, and nothing is lost by asking again.
            quickFailures = Environment.TickCount64 - startedAt < 1000 ? quickFailures + 1 : 0;
            if (quickFailures > MaxQuickFailures)
            {
                throw new RuntimeApiException("the Runtime API closes every connection without an answer");
            }
            Thread.Sleep(quickFailures > 1 ? 20 << quickFailures : 0);
        }
        if (_connection.Head.Status != 200)
        {
            throw Unexpected("invocation/next");
        }
        CopyId(LambdaHeader.AwsRequestId, _requestId);
        CopyId(LambdaHeader.InvocationId, _invocationId);
        if (_requestId.Length == 0)
        {
            throw new RuntimeApiException("the Runtime API sent an invocation without a request id");
        }
    }

    /// <summary>Sends the result of the invocation. False when it is too large for Lambda.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal bool PostResponse(ByteBuffer body, string contentType)
    {
        BeginInvocationPost("/response", contentType);
        return Post(body) != 413;
    }

    /// <summary>Reports that the invocation failed.</summary>
    /// <param name="report">The error as JSON.</param>
    /// <param name="errorType">Its type.</param>
    /// <param name="xRayCause">What X-Ray shows of it, in JSON of ASCII; may be empty.</param>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal void PostError(ByteBuffer report, string errorType, ReadOnlySpan<byte> xRayCause)
    {
        BeginInvocationPost("/error", ErrorReport.ContentType);
        _head.Add("Lambda-Runtime-Function-Error-Type: ", errorType);
        if (!xRayCause.IsEmpty)
        {
            _head.Add("Lambda-Runtime-Function-XRay-Error-Cause: ", xRayCause);
        }
        Post(report);
    }

    /// <summary>Reports that the process cannot begin to serve. It should end then.</summary>
    /// <exception cref="RuntimeApiException">The report could not be delivered.</exception>
    internal void PostInitError(ByteBuffer report, string errorType)
    {
        _head.Begin("POST ", "init/error");
        _head.Add("Content-Type: ", ErrorReport.ContentType);
        _head.Add("Lambda-Runtime-Function-Error-Type: ", errorType);
        Post(report);
    }

    /// <summary>
    /// Begins a response whose chunks and last chunk are sent on the connection. False when the connection
    /// is closed.
    /// </summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal bool BeginStream(string contentType)
    {
        // On a new connection: if an idle one turned out to be closed, what was streamed could not be sent again.
        _connection.Dispose();
        _connection.Open();
        BeginInvocationPost("/response", contentType);
        _head.Add("Lambda-Runtime-Function-Response-Mode: ", "streaming");
        _head.Add("Transfer-Encoding: ", "chunked");
        _head.Add("Trailer: ", "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body");
        _head.End();
        return _connection.Send(_head.Written);
    }

    /// <summary>Sends the end of a streamed response and reads what Lambda says to it.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal void EndStream(ReadOnlySpan<byte> lastChunk)
    {
        if (TryExchange(lastChunk, default))
        {
            CheckStatus(isRetry: false);
        }
        else
        {
            StandardStream.WriteErrorLine("The Runtime API closed the connection before the end of a streamed response.");
        }
    }

    private void BeginInvocationPost(string call, string contentType)
    {
        _head.Begin("POST ", "invocation/", _requestId.Written, call);
        _head.Add("Content-Type: ", contentType);
        if (_invocationId.Length > 0)
        {
            // Sent back so that Lambda can tell a late answer from the answer to a retry.
            _head.Add("Lambda-Runtime-Invocation-Id: ", _invocationId.Written);
        }
    }

    private int Post(ByteBuffer body)
    {
        _head.End(body.Length);
        bool delivered = Send(body);
        bool retried = false;
        if (!delivered)
        {
            // The connection had been closed before, or was while this was on its way. Sending it again is
            // safe: Lambda takes one answer to an invocation and refuses a second.
            retried = true;
            delivered = Send(body);
        }
        if (!delivered)
        {
            throw new RuntimeApiException("the Runtime API closed the connection without an answer");
        }
        CheckStatus(retried);
        return _connection.Head.Status;
    }

    private void CheckStatus(bool isRetry)
    {
        int status = _connection.Head.Status;
        if (status >= 500)
        {
            throw Unexpected("the function's answer");
        }
        if (status >= 300 && status != 413 && !isRetry)
        {
            StandardStream.WriteErrorLine($"The Runtime API refused the function's answer (status {status}): {BodyText()}");
        }
    }

    private bool Send(ByteBuffer body)
    {
        ReadOnlySpan<byte> both = body.Prepend(_head.Written);
        return both.IsEmpty ? TryExchange(_head.Written, body.Written) : TryExchange(both, default);
    }

    private bool TryExchange(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        try
        {
            _connection.Open();

            // Also when not all can be sent: a server that refuses a large body answers before its end.
            bool sent = _connection.Send(first) && (second.IsEmpty || _connection.Send(second));
            if (_connection.Receive())
            {
                if (!sent)
                {
                    _connection.Dispose();
                }
                return true;
            }
            _connection.Dispose();
            return false;
        }
        catch (HttpProtocolException exception)
        {
            _connection.Dispose();
            throw new RuntimeApiException("the Runtime API cannot be understood: " + exception.Message);
        }
    }

    private void CopyId(LambdaHeader header, ByteBuffer id)
    {
        id.Clear();
        id.Write(_connection[header]);
        foreach (byte letter in id.Written)
        {
            // It becomes part of a request, where anything else would change the meaning.
            if (letter <= ' ' || letter >= 0x7f)
            {
                throw new RuntimeApiException("the Runtime API sent an id that is not plain ASCII");
            }
        }
    }

    private RuntimeApiException Unexpected(string call)
        => new($"the Runtime API answered {call} with status {_connection.Head.Status}: {BodyText()}");

    private string BodyText()
    {
        ReadOnlySpan<byte> body = _connection.Body.Span;
        return Encoding.UTF8.GetString(body.Slice(0, Math.Min(body.Length, 256))).Replace('\n', ' ');
    }
}
