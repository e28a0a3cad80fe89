using System;
using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>
/// The transport on Linux: the five calls of libc that a blocking client needs. With
/// <c>&lt;DirectPInvoke Include="libc" /&gt;</c> they are linked like any other function.
/// </summary>
internal sealed unsafe class LinuxTransport : Transport
{
    private int _descriptor;

    internal LinuxTransport(string host, int port)
    {
        var address = new Libc.SocketAddress
        {
            Family = Libc.AF_INET,
            Port = (ushort)((port >> 8) | (port << 8)),
            Address = ParseAddress(host),
        };
        _descriptor = Libc.socket(Libc.AF_INET, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
        if (_descriptor < 0 || Libc.connect(_descriptor, &address, sizeof(Libc.SocketAddress)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            Dispose();
            throw new RuntimeApiException($"cannot connect to {host}:{port} (errno {error})");
        }

        // Every request leaves in one send, and none may wait for the acknowledgement of the last.
        int on = 1;
        Libc.setsockopt(_descriptor, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, &on, sizeof(int));
    }

    internal override bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint sent = 0;
            while (sent < bytes.Length)
            {
                nint count = Libc.send(_descriptor, start + sent, bytes.Length - sent, Libc.MSG_NOSIGNAL);
                if (count >= 0)
                {
                    sent += count;
                }
                else if (Marshal.GetLastPInvokeError() != Libc.EINTR)
                {
                    return false;
                }
            }
        }
        return true;
    }

    internal override int Receive(Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            while (true)
            {
                nint count = Libc.recv(_descriptor, start, destination.Length, 0);
                if (count >= 0)
                {
                    return (int)count;
                }
                if (Marshal.GetLastPInvokeError() != Libc.EINTR)
                {
                    return 0;
                }
            }
        }
    }

    public override void Dispose()
    {
        if (_descriptor >= 0)
        {
            Libc.close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Turns an IPv4 address into the four bytes that the network wants.</summary>
    private static uint ParseAddress(string host)
    {
        uint address = 0;
        ReadOnlySpan<char> rest = host == "localhost" ? "127.0.0.1" : host;
        for (int part = 0; part < 4; part++)
        {
            int dot = part < 3 ? rest.IndexOf('.') : rest.Length;
            int value = dot > 0 ? LambdaEnvironment.ParseNumber(rest.Slice(0, dot)) : -1;
            if (value < 0 || value > 255)
            {
                throw new RuntimeApiException("AWS_LAMBDA_RUNTIME_API has to have an IPv4 address, and has " + host);
            }
            address |= (uint)value << (8 * part);
            rest = rest.Slice(Math.Min(dot + 1, rest.Length));
        }
        return address;
    }
}
