using System;
using System.Net.Sockets;

namespace LambdaRuntime;

/// <summary>The transport on systems other than Linux, where functions are developed and not deployed.</summary>
internal sealed class SocketTransport : Transport
{
    private readonly Socket _socket;

    internal SocketTransport(string host, int port)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            _socket.Connect(host, port);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new RuntimeApiException($"cannot connect to {host}:{port}: {exception.Message}");
        }
    }

    internal override bool Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                return false;
            }
            bytes = bytes.Slice(count);
        }
        return true;
    }

    internal override int Receive(Span<byte> destination)
    {
        int count = _socket.Receive(destination, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? count : 0;
    }

    public override void Dispose() => _socket.Dispose();
}
