using System;

namespace LambdaRuntime;

/// <summary>
/// An HTTP/1.1 client of one server over one connection that is kept and, when the server has closed it,
/// opened again. It reads a whole response into one buffer that it reuses; nothing is allocated once the
/// buffer is as large as the largest message.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    /// <summary>No body is longer: far above Lambda's 6 MB, far below what memory cannot hold.</summary>
    internal const int MaxBodyLength = 256 * 1024 * 1024;

    private readonly Func<Transport> _connect;
    private Transport? _transport;

    // [_start, _end) has been received and not yet been taken as part of a response.
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    private int _headStart;
    private int _bodyStart;
    private int _bodyLength;

    internal HttpConnection(Func<Transport> connect)
    {
        _connect = connect;
    }

    /// <summary>The head of the last response.</summary>
    internal HttpHead Head { get; } = new();

    /// <summary>The body of the last response; it stays where it is until the next one is read.</summary>
    internal ReadOnlyMemory<byte> Body => new(_buffer, _bodyStart, _bodyLength);

    /// <summary>The value of a header of the last response; empty when absent.</summary>
    internal ReadOnlySpan<byte> this[LambdaHeader header]
    {
        get
        {
            (int start, int length) = Head[header];
            return new ReadOnlySpan<byte>(_buffer, _headStart + start, length);
        }
    }

    /// <summary>Connects, unless the connection is open.</summary>
    /// <exception cref="RuntimeApiException">Nobody answers there.</exception>
    internal void Open()
    {
        if (_transport == null)
        {
            _transport = _connect();
            _start = _end = 0;
        }
    }

    /// <summary>Closes the connection; <see cref="Open"/> makes a new one.</summary>
    public void Dispose()
    {
        _transport?.Dispose();
        _transport = null;
    }

    /// <summary>Sends a request or a part of one; false when the server has closed the connection.</summary>
    internal bool Send(ReadOnlySpan<byte> bytes) => _transport!.Send(bytes);

    /// <summary>
    /// Reads a response. False when the connection ended before its first byte, so that it is not known
    /// whether the server has read the request.
    /// </summary>
    /// <exception cref="HttpProtocolException">The response is not valid, or breaks off.</exception>
    internal bool Receive()
    {
        do
        {
            if (!ReceiveHead())
            {
                return false;
            }
        }
        while (Head.Status < 200); // 100 Continue and its like announce the response.

        ReceiveBody();
        if (Head.Close)
        {
            Dispose();
        }
        return true;
    }

    private bool ReceiveHead()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        int searched = 0;
        while (true)
        {
            int length = HttpHead.FindEnd(_buffer.AsSpan(_start, _end - _start), searched);
            if (length > 0)
            {
                Head.Parse(_buffer.AsSpan(_start, length));
                _headStart = _start;
                _start += length;
                return true;
            }
            searched = _end - _start;
            if (searched > HttpHead.MaxLength)
            {
                throw new HttpProtocolException("the head of the response is too long");
            }
            if (!ReceiveMore())
            {
                return searched == 0 ? false : throw new HttpProtocolException("the response breaks off in its head");
            }
        }
    }

    private void ReceiveBody()
    {
        _bodyStart = _start;
        if (Head.Chunked)
        {
            ReceiveChunks();
        }
        else if (Head.ContentLength >= 0)
        {
            ReceiveExactly(Head.ContentLength);
        }
        else if (Head.Status != 204 && Head.Status != 304)
        {
            ReceiveToEnd();
        }
        else
        {
            _bodyLength = 0;
        }
    }

    private void ReceiveExactly(long length)
    {
        CheckBodyLength(length);
        _bodyLength = (int)length;
        int missing = _bodyStart + _bodyLength - _buffer.Length;
        if (missing > 0)
        {
            Grow(_buffer.Length + missing);
        }
        while (_end - _bodyStart < _bodyLength)
        {
            if (!ReceiveMore())
            {
                throw new HttpProtocolException("the response breaks off in its body");
            }
        }
        _start = _bodyStart + _bodyLength;
    }

    private void ReceiveChunks()
    {
        var decoder = new ChunkedDecoder();
        int read = _start;
        int write = _start;
        while (true)
        {
            decoder.Decode(_buffer.AsSpan(0, _end), ref read, ref write);
            CheckBodyLength(write - _bodyStart);
            if (decoder.IsDone)
            {
                break;
            }
            if (read == _end)
            {
                // All that was received is decoded: the framing leaves gaps, which the next bytes fill.
                read = _end = write;
            }
            if (!ReceiveMore())
            {
                throw new HttpProtocolException("the response breaks off in its chunked body");
            }
        }
        _bodyLength = write - _bodyStart;
        _start = read;
    }

    private void ReceiveToEnd()
    {
        while (ReceiveMore())
        {
            CheckBodyLength(_end - _bodyStart);
        }
        _bodyLength = _end - _bodyStart;
        _start = _end;
        Dispose();
    }

    private static void CheckBodyLength(long length)
    {
        if (length > MaxBodyLength)
        {
            throw new HttpProtocolException("the body of the response is too long");
        }
    }

    private bool ReceiveMore()
    {
        if (_transport == null)
        {
            return false;
        }
        if (_end == _buffer.Length)
        {
            Grow(_buffer.Length * 2);
        }
        int count = _transport.Receive(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    private void Grow(int length) => Array.Resize(ref _buffer, length);
}
