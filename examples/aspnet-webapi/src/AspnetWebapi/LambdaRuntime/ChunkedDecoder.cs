using System;

namespace LambdaRuntime;

/// <summary>
/// Takes the framing out of a chunked HTTP body, in place: what is decoded moves towards the start of the
/// bytes it came in. It may be fed any pieces, and never looks at a byte twice.
/// </summary>
internal struct ChunkedDecoder
{
    private const int MaxLineLength = 4 * 1024;

    private State _state;
    private long _remaining;
    private int _lineLength;
    private bool _hasDigit;

    private enum State : byte
    {
        Size,
        Extension,
        SizeLineEnd,
        Data,
        DataCarriageReturn,
        DataLineEnd,
        TrailerStart,
        TrailerLine,
        TrailerLineEnd,
        LastLineEnd,
        Done,
    }

    /// <summary>True when the body and its trailers are complete.</summary>
    internal readonly bool IsDone => _state == State.Done;

    /// <summary>
    /// Decodes from <paramref name="read"/> and puts the data from <paramref name="write"/> on; both move.
    /// </summary>
    /// <exception cref="HttpProtocolException">The framing is wrong.</exception>
    internal void Decode(Span<byte> bytes, ref int read, ref int write)
    {
        while (read < bytes.Length && _state != State.Done)
        {
            if (_state == State.Data)
            {
                int count = (int)Math.Min(_remaining, bytes.Length - read);
                bytes.Slice(read, count).CopyTo(bytes.Slice(write));
                read += count;
                write += count;
                _remaining -= count;
                _state = _remaining == 0 ? State.DataCarriageReturn : State.Data;
            }
            else
            {
                Step(bytes[read++]);
            }
        }
    }

    private void Step(byte next)
    {
        if (++_lineLength > MaxLineLength)
        {
            throw new HttpProtocolException("a line of the chunked body is too long");
        }
        switch (_state)
        {
            case State.Size:
                ReadSize(next);
                break;
            case State.Extension:
                _state = next == '\r' ? State.SizeLineEnd : State.Extension;
                break;
            case State.SizeLineEnd:
                Expect(next, '\n', _remaining == 0 ? State.TrailerStart : State.Data);
                _lineLength = 0;
                _hasDigit = false;
                break;
            case State.DataCarriageReturn:
                Expect(next, '\r', State.DataLineEnd);
                break;
            case State.DataLineEnd:
                Expect(next, '\n', State.Size);
                _lineLength = 0;
                break;
            case State.TrailerStart:
                _state = next == '\r' ? State.LastLineEnd : State.TrailerLine;
                break;
            case State.TrailerLine:
                _state = next == '\r' ? State.TrailerLineEnd : State.TrailerLine;
                break;
            case State.TrailerLineEnd:
                // The length goes on counting: it limits the trailers as a whole.
                Expect(next, '\n', State.TrailerStart);
                break;
            case State.LastLineEnd:
                Expect(next, '\n', State.Done);
                break;
        }
    }

    private void ReadSize(byte next)
    {
        int digit = next >= '0' && next <= '9' ? next - '0'
            : (next | 0x20) >= 'a' && (next | 0x20) <= 'f' ? (next | 0x20) - 'a' + 10
            : -1;
        if (digit >= 0)
        {
            _hasDigit = true;
            _remaining = (_remaining << 4) + digit;
            if (_remaining <= HttpConnection.MaxBodyLength)
            {
                return;
            }
        }
        else if (_hasDigit && next == '\r')
        {
            _state = State.SizeLineEnd;
            return;
        }
        else if (_hasDigit && (next == ';' || next == ' ' || next == '\t'))
        {
            _state = State.Extension;
            return;
        }
        throw new HttpProtocolException("the response has an invalid chunk size");
    }

    private void Expect(byte next, char expected, State then)
    {
        if (next != expected)
        {
            throw new HttpProtocolException("a chunk of the response does not end where it should");
        }
        _state = then;
    }
}
