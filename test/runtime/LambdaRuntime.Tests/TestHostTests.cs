using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using LambdaRuntime.Testing;

namespace RuntimeTests;

/// <summary>The host that runs handlers in the process of a test.</summary>
[Collection("environment")]
public class TestHostTests
{
    [Fact]
    public async Task The_handler_gets_what_the_request_says()
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create().Handle("h", (string text, ILambdaContext context) =>
            $"{text} {context.AwsRequestId} {context.InvokedFunctionArn} {context.TraceId} {context.TenantId} "
            + $"{context.ClientContext!.Custom["a"]} {context.Identity!.IdentityId} {context.RemainingTime.TotalSeconds is > 1 and <= 3} "
            + context.FunctionName));

        LambdaTestResult result = await host.InvokeAsync("h", "\"é\"", new LambdaTestRequest
        {
            RequestId = "r",
            InvokedFunctionArn = "arn",
            TraceId = "Root=1",
            TenantId = "t",
            ClientContext = "{\"custom\":{\"a\":\"ö\"}}",
            Identity = "{\"cognitoIdentityId\":\"i\"}",
            Timeout = TimeSpan.FromSeconds(3),
        });

        Assert.Equal("é r arn Root=1 t ö i True test", JsonSerializer.Deserialize<string>(result.Payload));
        Assert.False(result.IsError);
        Assert.Null(result.ErrorType);
    }

    [Fact]
    public async Task The_token_of_a_short_deadline_is_cancelled()
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create().Handle(
            "h", async (ILambdaContext context) => await Task.Delay(-1, context.CancellationToken)));

        LambdaTestResult result = await host.InvokeAsync("h", "{}", new LambdaTestRequest { Timeout = TimeSpan.FromMilliseconds(250) });

        Assert.Equal("TaskCanceledException", result.ErrorType);
    }

    [Fact]
    public async Task The_log_of_each_invocation_is_its_own()
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create().Handle("h", async (string text, ILambdaContext context) =>
        {
            context.Logger.LogInformation("begin {text}", text);
            await Task.Yield();
            LambdaLogger.Log("warning", "end " + text);
            if (text == "3")
            {
                throw new InvalidOperationException("three");
            }
        }));

        LambdaTestResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => host.InvokeAsync("h", $"\"{i}\"", new LambdaTestRequest { RequestId = $"r{i}" })));

        for (int i = 0; i < results.Length; i++)
        {
            string[] lines = results[i].Log.TrimEnd('\n').Split('\n');
            Assert.EndsWith($"\tr{i}\tinfo\tbegin {i}", lines[0], StringComparison.Ordinal);
            Assert.EndsWith($"\tr{i}\twarn\tend {i}", lines[1], StringComparison.Ordinal);
            Assert.Equal(i == 3 ? 3 : 2, lines.Length);
        }
        Assert.Contains("\tr3\tfail\tSystem.InvalidOperationException: three", results[3].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_http_response_is_taken_apart()
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create().Handle("h", () =>
        {
            using LambdaResponseStream stream = LambdaResponseStreamFactory.CreateHttpStream(
                new HttpResponseStreamPrelude { StatusCode = HttpStatusCode.Accepted });
            stream.Write(Encoding.UTF8.GetBytes("one "));
            stream.Write(new byte[100_000]);
        }));

        LambdaTestResult result = await host.InvokeAsync("h", "{}");

        Assert.True(result.IsStreamed);
        Assert.Equal("{\"statusCode\":202}", result.HttpPrelude);
        Assert.Equal(100_004, result.PayloadBytes.Length);
        Assert.StartsWith("one ", result.Payload, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6 * 1024 * 1024 + 98, false)]
    [InlineData(6 * 1024 * 1024 + 99, true)]
    public async Task A_response_that_Lambda_would_not_take_is_an_error(int length, bool isError)
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create().Handle("h", () => new string('x', length)));

        LambdaTestResult result = await host.InvokeAsync("h", "{}");

        Assert.Equal(isError, result.IsError);
        Assert.Equal(isError ? "Function.ResponseSizeTooLarge" : null, result.ErrorType);
    }

    [Fact]
    public async Task Each_handler_is_initialised_once_before_its_first_event()
    {
        int common = 0;
        int own = 0;
        var host = new LambdaTestHost(LambdaBootstrap.Create()
            .OnInit(() => common++)
            .OnInit("a", () => own++)
            .Handle("a", (string text) => text)
            .Handle("b", (string text) => text));

        await host.InvokeAsync("a", "\"x\"");
        await host.InvokeAsync("a", "\"x\"");
        await host.InvokeAsync("b", "\"x\"");

        Assert.Equal((2, 1), (common, own));
    }

    [Fact]
    public async Task What_fails_before_the_event_fails_the_test()
    {
        var host = new LambdaTestHost(LambdaBootstrap.Create()
            .OnInit(() => throw new TimeoutException("no database")).Handle("a", () => { }).Handle("b", () => { }));

        await Assert.ThrowsAsync<HandlerNotFoundException>(() => host.InvokeAsync("c", "{}"));
        Assert.Equal("no database", (await Assert.ThrowsAsync<TimeoutException>(() => host.InvokeAsync("a", "{}"))).Message);
    }

    [Fact]
    public async Task Services_are_replaced_by_those_of_the_test()
    {
        LambdaBootstrap Program(FakeServices services) => LambdaBootstrap.Create()
            .UseServices(
                () => new System.Collections.Generic.Dictionary<Type, Func<object>>(),
                builder => builder[typeof(string)] = () => "real",
                builder => new FakeServices(builder),
                root => root)
            .Handle("h", context => (string)context.Services.GetService(typeof(string))!);

        var host = new LambdaTestHost(Program(null!))
            .ReplaceServices<System.Collections.Generic.Dictionary<Type, Func<object>>>(builder => builder[typeof(string)] = () => "fake");

        Assert.Equal("\"fake\"", (await host.InvokeAsync("h", "{}")).Payload);
        var wrong = new LambdaTestHost(Program(null!)).ReplaceServices<string>(_ => { });
        await Assert.ThrowsAsync<InvalidCastException>(() => wrong.InvokeAsync("h", "{}"));
    }

    [Fact]
    public void A_header_of_several_lines_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TestRuntimeApi("{}", new LambdaTestRequest { TenantId = "a\r\nb: c" }));
    }
}
