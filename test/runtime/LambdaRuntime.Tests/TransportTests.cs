using System;
using System.Net;
using System.Net.Sockets;

namespace RuntimeTests;

/// <summary>Both transports against a real listener.</summary>
public class TransportTests
{
    public static TheoryData<string> Kinds => OperatingSystem.IsLinux() ? new() { "linux", "socket" } : new() { "socket" };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_go_both_ways_and_an_end_is_an_end(string kind)
    {
        using var listener = new Listener();
        using Transport transport = Connect(kind, listener.Port);
        Socket peer = listener.Accept();

        Assert.True(transport.Send("hello"u8));
        byte[] received = new byte[5];
        Assert.Equal(5, peer.Receive(received));
        Assert.Equal("hello"u8.ToArray(), received);

        peer.Send("you"u8);
        Assert.Equal(3, transport.Receive(received));

        peer.Close();
        Assert.Equal(0, transport.Receive(received));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_connection_that_was_reset_is_closed_and_no_exception(string kind)
    {
        using var listener = new Listener();
        using Transport transport = Connect(kind, listener.Port);
        Socket peer = listener.Accept();
        peer.LingerState = new LingerOption(true, 0);
        peer.Close();

        Assert.Equal(0, transport.Receive(new byte[1]));
        bool sent = true;
        for (int i = 0; i < 100 && sent; i++)
        {
            sent = transport.Send(new byte[100_000]);
        }
        Assert.False(sent);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_listening_is_an_error_that_says_where(string kind)
    {
        using var listener = new Listener();
        int port = listener.Port;
        listener.Dispose();

        Assert.Contains($"127.0.0.1:{port}", Assert.Throws<RuntimeApiException>(() => Connect(kind, port)).Message);
    }

    [Theory]
    [InlineData("example.test:1")]
    [InlineData("1.2.3:1")]
    [InlineData("1.2.3.4.5:1")]
    [InlineData("1.2.3.256:1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:x")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1")]
    [InlineData(":9001")]
    public void An_address_that_is_none_is_refused(string address)
    {
        var exception = Assert.Throws<RuntimeApiException>(() => new RuntimeApiClient(address).Connection.Open());

        Assert.Contains("AWS_LAMBDA_RUNTIME_API", exception.Message);
    }

    private static Transport Connect(string kind, int port)
        => kind == "linux" ? new LinuxTransport("127.0.0.1", port) : new SocketTransport("127.0.0.1", port);

    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        internal Listener()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        internal int Port { get; }

        internal Socket Accept() => _listener.AcceptSocket();

        public void Dispose() => _listener.Stop();
    }
}
