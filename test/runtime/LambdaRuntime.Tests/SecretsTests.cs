using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Compatibility;

namespace RuntimeTests;

/// <summary>Secrets and parameters from the extension, whose side a listener takes.</summary>
[Collection("environment")]
public sealed class SecretsTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SecretsTests()
    {
        _listener.Start();
        string port = ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Environment.SetEnvironmentVariable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", port);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", "token");
    }

    public void Dispose()
    {
        _listener.Stop();
        Environment.SetEnvironmentVariable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", null);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
    }

    /// <summary>Answers one request, and returns it.</summary>
    private async Task<string> Answer(string status, string body)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        var request = new StringBuilder();
        byte[] piece = new byte[1024];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(piece, 0, await stream.ReadAsync(piece)));
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        return request.ToString();
    }

    [Theory]
    [InlineData("{\"ARN\":\"a\",\"SecretString\":\"pä\\nss\",\"VersionStages\":[\"AWSCURRENT\"]}")]
    [InlineData("{\"Other\":{\"SecretString\":\"no\"},\"SecretString\":\"pä\\nss\"}")]
    public async Task A_secret_is_asked_for_with_the_token(string json)
    {
        Task<string> request = Answer("200 OK", json);

        Assert.Equal("pä\nss", await Task.Run(() => LambdaSecrets.GetSecret("shop/db&x=1")));

        Assert.StartsWith("GET /secretsmanager/get?secretId=shop%2Fdb%26x%3D1 HTTP/1.1\r\n", await request, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Aws-Parameters-Secrets-Token: token\r\n", await request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_is_asked_for_decrypted()
    {
        Task<string> request = Answer("200 OK", "{\"Value\":\"no\",\"Parameter\":{\"Name\":\"/a\",\"Value\":\"v\"}}");

        Assert.Equal("v", await Task.Run(() => LambdaSecrets.GetParameter("/shop/a")));

        Assert.StartsWith(
            "GET /systemsmanager/parameters/get?name=%2Fshop%2Fa&withDecryption=true HTTP/1.1\r\n", await request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_JSON_is_read_as_its_type()
    {
        Task<string> request = Answer("200 OK", "{\"SecretString\":\"{\\\"Id\\\":\\\"7\\\"}\"}");

        Assert.Equal("7", (await Task.Run(() => LambdaSecrets.GetSecret("a", OverloadContext.Default.Order))).Id);
        await request;
    }

    [Theory]
    [InlineData("400 Bad Request", "not ready to serve traffic, please wait", "refused a with status 400: not ready to serve")]
    [InlineData("200 OK", "{\"SecretBinary\":\"AA==\"}", "a has no text: no SecretString came")]
    public async Task What_comes_instead_of_a_secret_is_named(string status, string body, string message)
    {
        Task<string> request = Answer(status, body);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Run(() => LambdaSecrets.GetSecret("a")));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        await request;
    }

    [Fact]
    public void A_function_without_the_extension_is_told_what_it_needs()
    {
        _listener.Stop();

        var exception = Assert.Throws<InvalidOperationException>(() => LambdaSecrets.GetSecret("a"));

        Assert.Contains("the function needs its layer: cannot connect to localhost:", exception.Message, StringComparison.Ordinal);
    }
}
