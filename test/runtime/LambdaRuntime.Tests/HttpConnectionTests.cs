using System;
using System.Linq;
using System.Text;

namespace RuntimeTests;

public class HttpConnectionTests
{
    private const string Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

    [Fact]
    public void A_response_with_a_length_is_read()
    {
        HttpConnection connection = new ScriptedTransport(Accepted).Connect();

        Assert.True(connection.Receive());

        Assert.Equal(202, connection.Head.Status);
        Assert.Equal("{\"status\":\"OK\"}\n", Text(connection));
    }

    [Fact]
    public void A_response_in_chunks_is_read_without_its_framing()
    {
        HttpConnection connection = new ScriptedTransport(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;note=1\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n").Connect();

        Assert.True(connection.Receive());

        Assert.Equal("hello 0123456789", Text(connection));
    }

    [Fact]
    public void A_response_without_a_length_ends_with_the_connection()
    {
        var transport = new ScriptedTransport("HTTP/1.0 200 OK\r\n\r\nall of this");
        HttpConnection connection = transport.Connect();

        Assert.True(connection.Receive());

        Assert.Equal("all of this", Text(connection));
        Assert.True(transport.IsDisposed);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public void An_empty_body_is_empty(string response)
    {
        HttpConnection connection = new ScriptedTransport(response + Accepted).Connect();

        Assert.True(connection.Receive());
        Assert.Equal(0, connection.Body.Length);
        Assert.True(connection.Receive());
        Assert.Equal(202, connection.Head.Status);
    }

    [Fact]
    public void Responses_that_arrive_in_one_packet_are_read_one_after_the_other()
    {
        HttpConnection connection = new ScriptedTransport(
            Accepted + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx" + Accepted).Connect();

        Assert.True(connection.Receive());
        Assert.True(connection.Receive());
        Assert.Equal("x", Text(connection));
        Assert.True(connection.Receive());
        Assert.Equal(202, connection.Head.Status);
        Assert.False(connection.Receive());
    }

    [Fact]
    public void An_interim_response_is_passed_over()
    {
        HttpConnection connection = new ScriptedTransport("HTTP/1.1 100 Continue\r\n\r\n" + Accepted).Connect();

        Assert.True(connection.Receive());

        Assert.Equal(202, connection.Head.Status);
    }

    [Theory]
    [InlineData("Connection: close\r\n", true)]
    [InlineData("connection: Close\r\n", true)]
    [InlineData("Connection: keep-alive\r\n", false)]
    [InlineData("", false)]
    public void The_connection_is_closed_when_the_server_says_so(string header, bool closed)
    {
        var transport = new ScriptedTransport($"HTTP/1.1 200 OK\r\n{header}Content-Length: 2\r\n\r\nok");
        HttpConnection connection = transport.Connect();

        Assert.True(connection.Receive());

        Assert.Equal("ok", Text(connection));
        Assert.Equal(closed, transport.IsDisposed);
    }

    [Fact]
    public void Header_names_are_read_in_any_case_and_values_without_blanks()
    {
        HttpConnection connection = new ScriptedTransport(
            "HTTP/1.1 200 OK\r\nLAMBDA-RUNTIME-AWS-REQUEST-ID: \t one \t\r\nlambda-runtime-trace-id:two\r\n"
            + "Lambda-Runtime-Unknown: x\r\nContent-LENGTH: 0\r\n\r\n").Connect();

        Assert.True(connection.Receive());

        Assert.Equal("one", Encoding.ASCII.GetString(connection[LambdaHeader.AwsRequestId]));
        Assert.Equal("two", Encoding.ASCII.GetString(connection[LambdaHeader.TraceId]));
        Assert.Equal(string.Empty, Encoding.ASCII.GetString(connection[LambdaHeader.TenantId]));
    }

    [Fact]
    public void The_headers_of_the_last_response_are_forgotten()
    {
        HttpConnection connection = new ScriptedTransport(
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Trace-Id: one\r\nContent-Length: 0\r\n\r\n" + Accepted).Connect();

        Assert.True(connection.Receive());
        Assert.True(connection.Receive());

        Assert.Equal(string.Empty, Encoding.ASCII.GetString(connection[LambdaHeader.TraceId]));
    }

    [Theory]
    [InlineData("")]
    public void A_connection_that_ends_before_an_answer_is_no_error(string nothing)
    {
        Assert.False(new ScriptedTransport(nothing).Connect().Receive());
    }

    [Theory]
    [InlineData("HTTP/1.1 200", "breaks off in its head")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour", "breaks off in its body")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfour", "breaks off in its chunked body")]
    [InlineData("HTTP/2 200 OK\r\n\r\n", "status line")]
    [InlineData("HTTP/1.1 2OO OK\r\n\r\n", "status line")]
    [InlineData("HTTP/1.1 999 OK\r\n\r\n", "status line")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", "status line")]
    [InlineData("\r\n\r\n", "status line")]
    [InlineData("HTTP/1.1 200 OK\r\n: value\r\n\r\n", "no name")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "no name")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 268435457\r\n\r\n", "too long")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "chunk size")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", "chunk size")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", "chunk size")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc", "does not end")]
    public void What_is_no_response_is_an_error_that_says_why(string bytes, string reason)
    {
        HttpConnection connection = new ScriptedTransport(bytes).Connect();

        var exception = Assert.Throws<HttpProtocolException>(() => connection.Receive());

        Assert.Contains(reason, exception.Message);
    }

    [Fact]
    public void A_head_without_end_is_refused()
    {
        HttpConnection connection = new ScriptedTransport("HTTP/1.1 200 OK\r\nX: " + new string('x', 200_000)).Connect();

        Assert.Contains("too long", Assert.Throws<HttpProtocolException>(() => connection.Receive()).Message);
    }

    [Fact]
    public void Trailers_without_end_are_refused()
    {
        string trailers = string.Concat(Enumerable.Repeat("X: y\r\n", 2000));
        HttpConnection connection = new ScriptedTransport(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + trailers).Connect();

        Assert.Contains("too long", Assert.Throws<HttpProtocolException>(() => connection.Receive()).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 * 1024)]
    [InlineData(6 * 1024 * 1024)]
    public void A_body_of_any_length_is_read_whole(int length)
    {
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        HttpConnection connection = new ScriptedTransport(head.Concat(body).ToArray()).Connect();

        Assert.True(connection.Receive());

        Assert.True(connection.Body.Span.SequenceEqual(body));
    }

    private static string Text(HttpConnection connection) => Encoding.UTF8.GetString(connection.Body.Span);
}
