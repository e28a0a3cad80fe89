using System.Text;

namespace RuntimeTests;

/// <summary>The values of AWS_LAMBDA_RUNTIME_API, as AWS's clients understand them.</summary>
public class RuntimeApiAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1", 9001, "127.0.0.1:9001", "")]
    [InlineData("localhost:5050/FunctionName", "localhost", 5050, "localhost:5050", "/FunctionName")]
    [InlineData("http://127.0.0.1:9000/.rt/name", "127.0.0.1", 9000, "127.0.0.1:9000", "/.rt/name")]
    [InlineData("HTTP://127.0.0.1:9000/", "127.0.0.1", 9000, "127.0.0.1:9000", "")]
    [InlineData("127.0.0.1:9000/a//", "127.0.0.1", 9000, "127.0.0.1:9000", "/a")]
    [InlineData("127.0.0.1:9000/a%20b;c=d/@e", "127.0.0.1", 9000, "127.0.0.1:9000", "/a%20b;c=d/@e")]
    [InlineData("[::1]:9001", "::1", 9001, "[::1]:9001", "")]
    [InlineData("http://[fd00:AB::1]:9001/x", "fd00:AB::1", 9001, "[fd00:AB::1]:9001", "/x")]
    [InlineData("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", 80, "[::ffff:127.0.0.1]", "")]
    [InlineData("my_tool-1.test:1", "my_tool-1.test", 1, "my_tool-1.test:1", "")]
    [InlineData("tool7:65535", "tool7", 65535, "tool7:65535", "")]
    [InlineData("http://tool/x", "tool", 80, "tool", "/x")]
    public void An_address_has_a_host_a_port_and_a_path(string value, string host, int port, string authority, string path)
    {
        var address = RuntimeApiAddress.Parse(value);

        Assert.Equal((host, port, authority, path), (address.Host, address.Port, address.Authority, address.Path));
        Assert.Equal(value.Contains('['), address.IsIPv6);
        Assert.Equal(host == "127.0.0.1" ? 0x0100007f : 0u, address.IPv4);
    }

    [Theory]
    [InlineData("1.2.3:1")]
    [InlineData("1.2.3.4.5:1")]
    [InlineData("1.2.3.256:1")]
    [InlineData("1.2.3.:x")]
    [InlineData("010.0.0.1:1")]
    [InlineData("2130706433:1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:x")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:/x")]
    [InlineData(":9001")]
    [InlineData("/x")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("https://127.0.0.1:9001")]
    [InlineData("htt://127.0.0.1:9001")]
    [InlineData("httpx://127.0.0.1:9001")]
    [InlineData("://127.0.0.1:9001")]
    [InlineData("http:/127.0.0.1:9001")]
    [InlineData("http://http://127.0.0.1:9001")]
    [InlineData("::1:9001")]
    [InlineData("[::1:9001")]
    [InlineData("::1]:9001")]
    [InlineData("[]:9001")]
    [InlineData("[127.0.0.1]:9001")]
    [InlineData("[::1]9001")]
    [InlineData("[::1]:")]
    [InlineData("[fe80::1%eth0]:9001")]
    [InlineData("[::g]:9001")]
    [InlineData("user@127.0.0.1:9001")]
    [InlineData("127.0.0.1 :9001")]
    [InlineData("127.0.0.1:9001 ")]
    [InlineData("127.0.0.1:9001/a b")]
    [InlineData("127.0.0.1:9001/a?b=c")]
    [InlineData("127.0.0.1:9001/a#b")]
    [InlineData("127.0.0.1:9001/a\r\nHost:b")]
    [InlineData("127.0.0.1:9001/größe")]
    [InlineData("größe:9001")]
    public void A_value_that_is_none_is_refused_and_named(string value)
    {
        string message = Assert.Throws<RuntimeApiException>(() => RuntimeApiAddress.Parse(value)).Message;

        Assert.Contains("AWS_LAMBDA_RUNTIME_API", message);
        Assert.EndsWith($"\"{value.Replace('\n', ' ')}\"", message);
    }

    [Fact]
    public void A_path_stands_before_the_paths_of_the_API_and_not_in_the_Host_header()
    {
        var head = new RequestHead(RuntimeApiAddress.Parse("http://localhost:5050/FunctionName"));
        head.Begin("GET ", "invocation/next");

        Assert.StartsWith(
            "GET /FunctionName/2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: localhost:5050\r\n",
            Encoding.ASCII.GetString(head.Written));
    }
}
