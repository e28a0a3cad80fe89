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

    public static TheoryData<string, string, string> Hosts
    {
        get
        {
            var hosts = new TheoryData<string, string, string>();
            foreach (string kind in Kinds)
            {
                hosts.Add(kind, "127.0.0.1", "127.0.0.1");
                hosts.Add(kind, "0.0.0.0", "127.0.0.1");
                hosts.Add(kind, "localhost", "127.0.0.1");
                hosts.Add(kind, "LOCALHOST", "127.0.0.1");
                hosts.Add(kind, Dns.GetHostName(), "0.0.0.0");
                if (Socket.OSSupportsIPv6)
                {
                    hosts.Add(kind, "[::1]", "::1");
                    hosts.Add(kind, "[0:0:0:0:0:0:0:1]", "::1");
                    hosts.Add(kind, "[::ffff:127.0.0.1]", "127.0.0.1");
                }
            }
            return hosts;
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_host_is_an_address_or_a_name(string kind, string host, string listensOn)
    {
        using var listener = new Listener(listensOn);
        using Transport transport = Connect(kind, $"{host}:{listener.Port}");
        Socket peer = listener.Accept();

        Assert.True(transport.Send("hello"u8));
        Assert.Equal(5, peer.Receive(new byte[5]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_host_that_is_not_known_is_an_error_that_names_it(string kind)
    {
        // Longer than a part of a name in DNS may be: no resolver asks anybody.
        string unknown = new('x', 64);
        foreach (string host in (string[])[unknown, "[1::2::3]", "[1:2]"])
        {
            var exception = Assert.Throws<RuntimeApiException>(() => Connect(kind, host + ":9001"));

            Assert.Contains(host.Trim('[', ']'), exception.Message);
        }
    }

    private static Transport Connect(string kind, int port) => Connect(kind, $"127.0.0.1:{port}");

    private static Transport Connect(string kind, string value)
    {
        var address = RuntimeApiAddress.Parse(value);
        return kind == "linux" ? new LinuxTransport(address) : new SocketTransport(address);
    }

    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener;

        internal Listener(string address = "127.0.0.1")
        {
            _listener = new TcpListener(IPAddress.Parse(address), 0);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        internal int Port { get; }

        internal Socket Accept() => _listener.AcceptSocket();

        public void Dispose() => _listener.Stop();
    }
}
