using System;

namespace LambdaRuntime;

/// <summary>
/// A TCP connection, used by one thread at a time. A connection that the other side has closed is an
/// ordinary result, not an exception: Lambda may close an idle one at any time.
/// </summary>
internal abstract class Transport : IDisposable
{
    /// <summary>Connects with the transport that suits the platform.</summary>
    /// <exception cref="RuntimeApiException">Nobody answers there.</exception>
    internal static Transport Connect(string host, int port)
    {
        // The condition is a constant for the native compiler, so that on Linux nothing of
        // System.Net.Sockets ends up in the executable: it would double its size.
        if (OperatingSystem.IsLinux())
        {
            return new LinuxTransport(host, port);
        }
        return new SocketTransport(host, port);
    }

    /// <summary>Sends all the bytes; false when the connection is closed.</summary>
    internal abstract bool Send(ReadOnlySpan<byte> bytes);

    /// <summary>Waits for bytes and returns how many came; 0 when the connection is closed.</summary>
    internal abstract int Receive(Span<byte> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}
