using System.Text;
using AspnetWebapi.Events;
using AspnetWebapi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace AspnetWebapi.Tests;

public class LambdaServerTests
{
    private readonly TestLambdaLogger _logger = new();

    private async Task<LambdaHttpResponse> Send(LambdaHttpRequest request, RequestDelegate application)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLambdaServer();
        await using var app = builder.Build();
        app.Run(application);
        var server = await LambdaServer.StartAsync(app);
        return await server.ProcessAsync(request, new TestLambdaContext { Logger = _logger });
    }

    [Fact]
    public async Task The_application_sees_the_request_as_it_was_sent()
    {
        var seen = "";
        var request = new LambdaHttpRequest
        {
            RawPath = "/prod/caf%C3%A9/a%2Fb",
            RawQueryString = "x=1&x=2%203",
            Headers = new Dictionary<string, string> { ["host"] = "example.com", ["x-forwarded-proto"] = "https" },
            Cookies = ["a=1", "b=2"],
            Context = new() { Stage = "prod", Http = new() { Method = "GET", SourceIp = "203.0.113.7" } },
        };

        await Send(request, context =>
        {
            var http = context.Request;
            seen = $"{http.Method} {http.Scheme}://{http.Host}{http.Path.Value} {string.Join('|', http.Query["x"].ToArray())} "
                + $"{http.Cookies["b"]} {context.Connection.RemoteIpAddress} {http.ContentLength} {context.TraceIdentifier}";
            return Task.CompletedTask;
        });

        Assert.Equal("GET https://example.com/café/a%2Fb 1|2 3 2 203.0.113.7  00000000-0000-0000-0000-000000000000", seen);
    }

    [Theory]
    [InlineData("abc.lambda-url.eu-central-1.on.aws", "/100%2525")]
    [InlineData("shop.example.com", "/100%25")]
    public async Task A_path_is_decoded_once(string domain, string path)
    {
        var seen = "";

        await Send(new() { RawPath = path, Context = new() { DomainName = domain } }, context =>
        {
            seen = context.Request.Path.Value;
            return Task.CompletedTask;
        });

        Assert.Equal("/100%25", seen);
    }

    [Fact]
    public async Task A_body_in_base64_arrives_with_its_own_length()
    {
        var request = new LambdaHttpRequest
        {
            Body = Convert.ToBase64String([0, 1, 255]),
            IsBase64Encoded = true,
            Headers = new Dictionary<string, string> { ["content-length"] = "4" },
        };

        var response = await Send(request, async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.WriteAsync($"{context.Request.ContentLength} {body.Length} ");
            await context.Response.WriteAsync($"{context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody}");
        });

        Assert.Equal("3 3 True", Encoding.UTF8.GetString(Convert.FromBase64String(response.Body!)));
    }

    [Fact]
    public async Task Headers_may_be_set_until_the_end_and_cookies_repeat()
    {
        var steps = new List<string>();

        var response = await Send(new(), async context =>
        {
            context.Response.OnStarting(() =>
            {
                steps.Add("starting");
                context.Response.Headers["x-late"] = "yes";
                return Task.CompletedTask;
            });
            context.Response.OnCompleted(() =>
            {
                steps.Add("completed");
                return Task.CompletedTask;
            });
            context.Response.ContentType = "text/plain";
            context.Response.Cookies.Append("a", "1");
            context.Response.Cookies.Append("b", "2");
            await context.Response.WriteAsync("über");
            steps.Add("written");
        });

        Assert.Equal(["written", "starting", "completed"], steps);
        Assert.Equal("yes", response.Headers["x-late"]);
        Assert.Equal(["a=1; path=/", "b=2; path=/"], response.Cookies);
        Assert.Equal(("über", false), (response.Body, response.IsBase64Encoded));
        Assert.DoesNotContain("set-cookie", response.Headers.Keys);
    }

    [Theory]
    [InlineData("image/png", null, true)]
    [InlineData("application/octet-stream", null, true)]
    [InlineData("application/json", "gzip", true)]
    [InlineData("text/plain; charset=iso-8859-1", null, true)]
    [InlineData("application/json", null, false)]
    [InlineData("application/problem+json; charset=utf-8", null, false)]
    [InlineData("image/svg+xml", null, false)]
    public async Task What_is_no_text_travels_as_base64(string contentType, string? encoding, bool isBase64)
    {
        var response = await Send(new(), async context =>
        {
            context.Response.ContentType = contentType;
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(new byte[] { 65, 66 });
        });

        Assert.Equal(isBase64, response.IsBase64Encoded);
        Assert.Equal(isBase64 ? "QUI=" : "AB", response.Body);
    }

    [Fact]
    public async Task An_exception_is_a_500_that_tells_the_log_and_not_the_caller()
    {
        var response = await Send(new() { RawPath = "/x" }, async context =>
        {
            await context.Response.WriteAsync("half an answer");
            throw new InvalidOperationException("the secret");
        });

        Assert.Equal((500, null), (response.StatusCode, response.Body));
        Assert.Contains("the secret", Assert.Single(_logger.Lines));
    }

    [Fact]
    public async Task A_request_is_aborted_at_the_deadline()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLambdaServer();
        await using var app = builder.Build();
        app.Run(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var server = await LambdaServer.StartAsync(app);

        var response = await server.ProcessAsync(
            new(), new TestLambdaContext { Logger = _logger, RemainingTime = TimeSpan.FromMilliseconds(20) });

        Assert.Equal(500, response.StatusCode);
    }
}
