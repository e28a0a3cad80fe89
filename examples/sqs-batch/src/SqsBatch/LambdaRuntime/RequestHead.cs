using System;

namespace LambdaRuntime;

/// <summary>The head of a request to the Runtime API, in a buffer that is used again.</summary>
internal sealed class RequestHead
{
    private const string Base = "/2018-06-01/runtime/";

    private readonly ByteBuffer _bytes = new(512);
    private readonly string _lineEnd;

    /// <summary>Heads of requests to a server, given as in a Host header.</summary>
    internal RequestHead(string address)
    {
        _lineEnd = " HTTP/1.1\r\nHost: " + address + "\r\nUser-Agent: lambda-nativeaot-runtime\r\n";
    }

    /// <summary>The head so far.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.Written;

    /// <summary>Begins with a method and a path below the API's base, which an id may be the middle of.</summary>
    internal void Begin(string method, string path, ReadOnlySpan<byte> id = default, string pathEnd = "")
    {
        _bytes.Clear();
        _bytes.WriteAscii(method);
        _bytes.WriteAscii(Base);
        _bytes.WriteAscii(path);
        _bytes.Write(id);
        _bytes.WriteAscii(pathEnd);
        _bytes.WriteAscii(_lineEnd);
    }

    internal void Add(string name, string value)
    {
        _bytes.WriteAscii(name);
        _bytes.WriteAscii(value);
        _bytes.WriteAscii("\r\n");
    }

    internal void Add(string name, ReadOnlySpan<byte> value)
    {
        _bytes.WriteAscii(name);
        _bytes.Write(value);
        _bytes.WriteAscii("\r\n");
    }

    /// <summary>Ends the head of a request whose body has a known length.</summary>
    internal void End(int contentLength)
    {
        _bytes.WriteAscii("Content-Length: ");
        _bytes.WriteNumber(contentLength);
        _bytes.WriteAscii("\r\n\r\n");
    }

    /// <summary>Ends the head.</summary>
    internal void End() => _bytes.WriteAscii("\r\n");
}
