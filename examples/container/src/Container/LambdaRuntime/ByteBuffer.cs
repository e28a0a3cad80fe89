using System;
using System.Buffers;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// Bytes that grow at the end, with room kept free in front: an HTTP head whose length depends on the
/// body can be put before it afterwards, and both leave in one send without a copy.
/// </summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private readonly int _headroom;
    private byte[] _bytes;
    private int _end;

    internal ByteBuffer(int capacity, int headroom = 0)
    {
        _headroom = headroom;
        _bytes = new byte[headroom + capacity];
        _end = headroom;
    }

    /// <summary>The number of bytes written.</summary>
    internal int Length => _end - _headroom;

    /// <summary>The bytes written. Valid until the next write.</summary>
    internal ReadOnlySpan<byte> Written => new(_bytes, _headroom, Length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    internal void Clear() => _end = _headroom;

    /// <summary>Takes back what was written after the given length.</summary>
    internal void Truncate(int length) => _end = _headroom + length;

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    internal void Write(ReadOnlySpan<byte> source)
    {
        Reserve(source.Length);
        source.CopyTo(_bytes.AsSpan(_end));
        _end += source.Length;
    }

    internal void Write(byte value)
    {
        Reserve(1);
        _bytes[_end++] = value;
    }

    /// <summary>Writes a text of ASCII characters.</summary>
    internal void WriteAscii(string text)
    {
        Reserve(text.Length);
        foreach (char letter in text)
        {
            _bytes[_end++] = (byte)letter;
        }
    }

    /// <summary>Writes a text as UTF-8; halves of surrogate pairs become U+FFFD.</summary>
    internal void WriteUtf8(ReadOnlySpan<char> text)
    {
        Span<byte> space = GetSpan(Encoding.UTF8.GetByteCount(text));
        _end += Encoding.UTF8.GetBytes(text, space);
    }

    /// <summary>Writes a number in decimal, with zeros in front when it has fewer digits than asked for.</summary>
    internal void WriteNumber(int number, int minimumDigits = 1)
    {
        Span<byte> digits = stackalloc byte[10];
        int at = digits.Length;
        for (; number > 0 || digits.Length - at < minimumDigits; number /= 10)
        {
            digits[--at] = (byte)('0' + (number % 10));
        }
        Write(digits.Slice(at));
    }

    /// <summary>
    /// Puts a head in front of what was written and returns both, or returns an empty span when the
    /// headroom is too small for it.
    /// </summary>
    internal ReadOnlySpan<byte> Prepend(ReadOnlySpan<byte> head)
    {
        if (head.Length > _headroom)
        {
            return default;
        }
        head.CopyTo(_bytes.AsSpan(_headroom - head.Length));
        return new ReadOnlySpan<byte>(_bytes, _headroom - head.Length, head.Length + Length);
    }

    private void Reserve(int count)
    {
        int needed = _end + Math.Max(count, 1);
        if (needed > _bytes.Length)
        {
            // Doubling keeps the copying linear in what is written.
            Array.Resize(ref _bytes, Math.Max(needed, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        }
    }
}
