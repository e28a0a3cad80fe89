using System;
using System.Collections.Generic;
using System.Text;

namespace RuntimeTests;

/// <summary>A connection whose other side says what a test has written down, in the pieces it wants.</summary>
internal sealed class ScriptedTransport : Transport
{
    private readonly byte[] _bytes;
    private readonly Queue<int> _pieces;
    private int _position;

    internal ScriptedTransport(byte[] bytes, IEnumerable<int>? pieces = null)
    {
        _bytes = bytes;
        _pieces = new Queue<int>(pieces ?? Array.Empty<int>());
    }

    internal ScriptedTransport(string text, IEnumerable<int>? pieces = null) : this(Encoding.UTF8.GetBytes(text), pieces)
    {
    }

    internal List<byte> Sent { get; } = new();

    internal bool IsDisposed { get; private set; }

    internal override bool Send(ReadOnlySpan<byte> bytes)
    {
        Sent.AddRange(bytes);
        return true;
    }

    internal override int Receive(Span<byte> destination)
    {
        // A client that asks without room for an answer would ask for ever.
        Assert.True(destination.Length > 0);
        int wanted = _pieces.TryDequeue(out int piece) ? piece : int.MaxValue;
        int count = Math.Min(Math.Min(wanted, destination.Length), _bytes.Length - _position);
        _bytes.AsSpan(_position, count).CopyTo(destination);
        _position += count;
        return count;
    }

    public override void Dispose() => IsDisposed = true;

    /// <summary>A connection of a client that gets its answers from this script.</summary>
    internal HttpConnection Connect()
    {
        var connection = new HttpConnection(() => this);
        connection.Open();
        return connection;
    }
}
