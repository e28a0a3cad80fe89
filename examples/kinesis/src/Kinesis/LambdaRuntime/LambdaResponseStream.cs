using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaRuntime;

/// <summary>
/// A stream to which a handler writes its answer. What is written is sent at once; a write waits while the
/// caller is slower than the handler. Disposing it is not needed: the answer ends when the handler does.
/// </summary>
public sealed class LambdaResponseStream : Stream
{
    private readonly ChunkedAnswer _answer;

    internal LambdaResponseStream(ChunkedAnswer answer)
    {
        _answer = answer;
    }

    /// <summary>The number of bytes written so far.</summary>
    public long BytesWritten => _answer.BytesWritten;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The number of bytes written so far.</summary>
    public override long Length => BytesWritten;

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">Lambda does not take any more of the answer.</exception>
    public override void Write(ReadOnlySpan<byte> buffer) => _answer.Write(buffer);

    /// <inheritdoc/>
    /// <exception cref="IOException">Lambda does not take any more of the answer.</exception>
    public override void Write(byte[] buffer, int offset, int count) => _answer.Write(buffer.AsSpan(offset, count));

    /// <summary>Writes all the bytes of an array.</summary>
    /// <exception cref="IOException">Lambda does not take any more of the answer.</exception>
    public Task WriteAsync(byte[] buffer, CancellationToken cancellationToken = default)
        => WriteAsync(buffer, 0, buffer.Length, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">Lambda does not take any more of the answer.</exception>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <exception cref="IOException">Lambda does not take any more of the answer.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The thread has nothing to do but this invocation, so it may as well wait here.
        cancellationToken.ThrowIfCancellationRequested();
        _answer.Write(buffer.Span);
        return default;
    }

    /// <summary>Sends the HTTP status and headers, when nothing has been written yet.</summary>
    public override void Flush() => _answer.Write(default);

    /// <summary>Not supported.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();
}
