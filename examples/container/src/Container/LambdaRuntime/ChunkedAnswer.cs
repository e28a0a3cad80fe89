using System;
using System.Buffers.Text;
using System.IO;

namespace LambdaRuntime;

/// <summary>
/// An answer in chunks: the request to Lambda begins with the first write, and a failure after that goes
/// into its trailers.
/// </summary>
internal sealed class ChunkedAnswer : StreamedAnswer
{
    // Larger writes become several chunks, each copied once to leave with its size in one send.
    private const int MaxChunkLength = 32 * 1024;
    private const int SizeLength = 8;

    private readonly RuntimeApiClient _client;
    private readonly string _contentType;
    private readonly HttpResponseStreamPrelude? _prelude;
    private readonly ByteBuffer _chunk = new(4 * 1024, SizeLength);
    private readonly object _lock = new();
    private bool _isBegun;
    private bool _isBroken;
    private bool _isComplete;

    internal ChunkedAnswer(RuntimeApiClient client, string contentType, HttpResponseStreamPrelude? prelude)
    {
        _client = client;
        _contentType = contentType;
        _prelude = prelude;
    }

    internal long BytesWritten { get; private set; }

    /// <summary>Sends bytes, and before the first ones the head of the request and the prelude.</summary>
    /// <exception cref="InvalidOperationException">The invocation is over.</exception>
    /// <exception cref="IOException">Lambda does not take any more.</exception>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_isComplete)
            {
                throw new InvalidOperationException("The invocation whose answer this is has ended.");
            }
            Begin();
            BytesWritten += bytes.Length;
            while (bytes.Length > 0)
            {
                int length = Math.Min(bytes.Length, MaxChunkLength);
                _chunk.Clear();
                _chunk.Write(bytes.Slice(0, length));
                SendChunk();
                bytes = bytes.Slice(length);
            }
        }
    }

    internal override void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            try
            {
                Begin();
            }
            catch (IOException)
            {
                // Lambda's answer says why.
            }
            _chunk.Clear();
            _chunk.WriteAscii("0\r\n\r\n");
            _client.EndStream(_chunk.Written);
        }
    }

    internal override bool Fail(Exception exception)
    {
        lock (_lock)
        {
            _isComplete = true;
            if (!_isBegun)
            {
                return false;
            }
            ByteBuffer report = Invocation.NewOutput();
            ErrorReport.Write(report, exception);
            _chunk.Clear();
            _chunk.WriteAscii("0\r\nLambda-Runtime-Function-Error-Type: ");
            _chunk.WriteAscii(ErrorReport.TypeName(exception));
            _chunk.WriteAscii("\r\nLambda-Runtime-Function-Error-Body: ");
            Base64.EncodeToUtf8(report.Written, _chunk.GetSpan(Base64.GetMaxEncodedToUtf8Length(report.Length)), out _, out int length);
            _chunk.Advance(length);
            _chunk.WriteAscii("\r\n\r\n");
            _client.EndStream(_chunk.Written);
            return true;
        }
    }

    private void Begin()
    {
        if (_isBegun)
        {
            return;
        }
        _isBegun = true;
        _isBroken = !_client.BeginStream(_contentType);
        if (_prelude != null)
        {
            _chunk.Clear();
            _prelude.Write(_chunk);
            SendChunk();
        }
    }

    private void SendChunk()
    {
        Span<byte> size = stackalloc byte[SizeLength];
        int length = _chunk.Length;
        for (int i = SizeLength - 3; i >= 0; i--)
        {
            size[i] = (byte)"0123456789abcdef"[length & 15];
            length >>= 4;
        }
        size[SizeLength - 2] = (byte)'\r';
        size[SizeLength - 1] = (byte)'\n';
        _chunk.WriteAscii("\r\n");
        _isBroken = _isBroken || !_client.Connection.Send(_chunk.Prepend(size));
        if (_isBroken)
        {
            throw new IOException("Lambda does not take any more of the response: its limit is reached, or the caller is gone.");
        }
    }
}
