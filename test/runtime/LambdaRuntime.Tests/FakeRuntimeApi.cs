using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace RuntimeTests;

/// <summary>
/// A Runtime API on a loopback port that hands out events and keeps what comes back. It allocates on a
/// thread of its own, so that what the runtime allocates can be counted.
/// </summary>
internal sealed class FakeRuntimeApi : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BlockingCollection<byte[]> _next = new();

    internal FakeRuntimeApi()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    internal string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>The requests other than for the next invocation: first line, then headers, then body.</summary>
    internal BlockingCollection<(string Line, Dictionary<string, string> Headers, byte[] Body)> Posts { get; } = new();

    /// <summary>Makes an invocation available.</summary>
    internal void Add(string body, params string[] headers)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        string head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: request-1\r\n"
            + string.Concat(Array.ConvertAll(headers, header => header + "\r\n"))
            + $"Content-Length: {content.Length}\r\n\r\n";
        byte[] message = new byte[head.Length + content.Length];
        Encoding.ASCII.GetBytes(head, message);
        content.CopyTo(message, head.Length);
        _next.Add(message);
    }

    public void Dispose() => _listener.Stop();

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                new Thread(() => Serve(new BufferedStream(new NetworkStream(socket)))) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private void Serve(Stream stream)
    {
        byte[] accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
        try
        {
            while (ReadLine(stream) is { Length: > 0 } line)
            {
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                while (ReadLine(stream) is { Length: > 0 } header)
                {
                    headers[header.Split(": ")[0]] = header.Split(": ", 2)[1];
                }
                byte[] body = new byte[headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length) : 0];
                stream.ReadExactly(body);
                if (line.StartsWith("GET "))
                {
                    stream.Write(_next.Take());
                }
                else
                {
                    Posts.Add((line, headers, body));
                    stream.Write(accepted);
                }
                stream.Flush();
            }
        }
        catch (IOException)
        {
            // The client is gone.
        }
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (int next = stream.ReadByte(); next >= 0 && next != '\n'; next = stream.ReadByte())
        {
            line.Append((char)next);
        }
        return line.ToString().TrimEnd('\r');
    }
}
