using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Compatibility;

namespace RuntimeTests;

/// <summary>Invocations from the event to the answer, over a real connection.</summary>
[Collection("environment")]
public sealed class InvocationTests : IDisposable
{
    private readonly FakeRuntimeApi _api = new();
    private readonly Invocation _invocation;

    public InvocationTests()
    {
        _invocation = new Invocation(new RuntimeApiClient(RuntimeApiAddress.Parse(_api.Address)));
    }

    public void Dispose() => _api.Dispose();

    public static TheoryData<string> Shapes()
    {
        var shapes = new TheoryData<string>();
        foreach (string input in new[] { "None", "Text", "Stream", "Json" })
        {
            foreach (string output in new[] { "None", "Text", "Stream", "Json" })
            {
                // A string on one side and something else on the other is a case for JSON on both.
                if ((input == "Text" && output is "Stream" or "Json") || (output == "Text" && input is "Stream" or "Json")
                    || (input == "Text" && output == "Json"))
                {
                    continue;
                }
                foreach (string kind in new[] { "", "Task", "ValueTask", "Context", "TaskContext", "ValueTaskContext" })
                {
                    shapes.Add($"{input}To{output}{kind}");
                }
            }
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_handler_of_every_shape_answers(string shape)
    {
        _api.Add(shape.StartsWith("Json") ? "{\"Id\":\"1\"}" : "\"text\"");

        _invocation.RunNext(Overloads.MethodGroups().FindHandler(shape).Run, null);

        var (line, headers, body) = _api.Posts.Take();
        Assert.Equal("POST /2018-06-01/runtime/invocation/request-1/response HTTP/1.1", line);
        Assert.Equal("application/json", headers["Content-Type"]);
        string expected = shape.Contains("ToText") ? "\"answer\"" : shape.Contains("ToJson") ? "{\"Total\":0}" : string.Empty;
        Assert.Equal(expected, Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void The_shapes_are_all_there_are()
    {
        Assert.Equal(72, Shapes().Count);
    }

    [Fact]
    public void A_stream_handler_sees_the_event_and_its_answer_is_sent()
    {
        string text = new('x', 100_000);
        _api.Add(text);

        Run(bootstrap => bootstrap.Handle("h", (Stream input) => input));

        Assert.Equal(text, Encoding.UTF8.GetString(_api.Posts.Take().Body));
    }

    [Fact]
    public void The_context_has_what_lambda_sent()
    {
        _api.Add(
            "\"x\"",
            "Lambda-Runtime-Deadline-Ms: " + DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds(),
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:x",
            "Lambda-Runtime-Trace-Id: Root=1",
            "Lambda-Runtime-Aws-Tenant-Id: tenant",
            "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}",
            "Lambda-Runtime-Client-Context: {\"client\":{\"app_title\":\"title\"},\"custom\":{\"a\":\"b\",\"n\":1},\"env\":{\"e\":\"f\"}}");

        Run(bootstrap => bootstrap.Handle("h", context =>
        {
            Assert.Equal("request-1", context.AwsRequestId);
            Assert.Equal("arn:aws:lambda:x", context.InvokedFunctionArn);
            Assert.Equal("Root=1", context.TraceId);
            Assert.Equal("tenant", context.TenantId);
            Assert.Equal("i", context.Identity!.IdentityId);
            Assert.Equal("p", context.Identity.IdentityPoolId);
            Assert.Equal("title", context.ClientContext!.Client!.AppTitle);
            Assert.Null(context.ClientContext.Client.AppPackageName);
            Assert.Equal("b", context.ClientContext.Custom["a"]);
            Assert.Equal("1", context.ClientContext.Custom["n"]);
            Assert.Equal("f", context.ClientContext.Environment["e"]);
            Assert.InRange(context.RemainingTime.TotalSeconds, 20, 30);
            Assert.False(context.CancellationToken.IsCancellationRequested);
        }));

        Assert.EndsWith("/response HTTP/1.1", _api.Posts.Take().Line);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"client\":1,\"custom\":[],\"env\":null}")]
    public void A_client_context_that_is_not_what_it_should_be_harms_nobody(string json)
    {
        _api.Add("\"x\"", "Lambda-Runtime-Client-Context: " + json, "Lambda-Runtime-Cognito-Identity: " + json);

        Run(bootstrap => bootstrap.Handle("h", context => Assert.Null(context.ClientContext?.Client?.AppTitle)));

        Assert.EndsWith("/response HTTP/1.1", _api.Posts.Take().Line);
    }

    [Fact]
    public void The_context_forgets_the_last_invocation()
    {
        _api.Add("\"x\"", "Lambda-Runtime-Trace-Id: Root=1");
        _api.Add("\"x\"");
        string? traceId = null;
        void Handle(ILambdaContext context) => traceId = context.TraceId;

        Run(bootstrap => bootstrap.Handle("h", Handle));
        Assert.Equal("Root=1", traceId);
        Run(bootstrap => bootstrap.Handle("h", Handle));
        Assert.Null(traceId);
    }

    [Fact]
    public void The_token_is_cancelled_before_the_deadline()
    {
        _api.Add("\"x\"", "Lambda-Runtime-Deadline-Ms: " + DateTimeOffset.UtcNow.AddMilliseconds(600).ToUnixTimeMilliseconds());
        TimeSpan remaining = default;

        Run(bootstrap => bootstrap.Handle("h", async (ILambdaContext context) =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Timeout.Infinite, context.CancellationToken));
            remaining = context.RemainingTime;
        }));

        // Timers go by a clock that advances every few milliseconds, so they may be that much early.
        Assert.True(remaining <= TimeSpan.FromMilliseconds(LambdaBootstrap.CancellationMarginMilliseconds + 20));
        Assert.EndsWith("/response HTTP/1.1", _api.Posts.Take().Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Lambda-Runtime-Deadline-Ms: 999999999999999")]
    [InlineData("Lambda-Runtime-Deadline-Ms: soon")]
    public void A_deadline_that_is_missing_or_far_away_is_no_limit(string header)
    {
        _api.Add("\"x\"", header.Length == 0 ? "X: y" : header);

        Run(bootstrap => bootstrap.Handle("h", context =>
        {
            Assert.True(context.RemainingTime > TimeSpan.FromDays(1));
            Assert.False(context.CancellationToken.IsCancellationRequested);
        }));

        Assert.EndsWith("/response HTTP/1.1", _api.Posts.Take().Line);
    }

    [Fact]
    public void An_exception_is_reported_and_the_next_invocation_is_served()
    {
        _api.Add("\"bad\"", "Lambda-Runtime-Invocation-Id: attempt-1");
        _api.Add("\"good\"");
        string Handle(string input) => input == "bad" ? throw new InvalidOperationException("no") : input;

        Run(bootstrap => bootstrap.Handle("h", Handle));
        Run(bootstrap => bootstrap.Handle("h", Handle));

        var (line, headers, body) = _api.Posts.Take();
        Assert.Equal("POST /2018-06-01/runtime/invocation/request-1/error HTTP/1.1", line);
        Assert.Equal("attempt-1", headers["Lambda-Runtime-Invocation-Id"]);
        Assert.Equal("InvalidOperationException", headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("\"message\":\"no\"", headers["Lambda-Runtime-Function-XRay-Error-Cause"]);
        Assert.Equal("no", JsonDocument.Parse(body).RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("\"good\"", Encoding.UTF8.GetString(_api.Posts.Take().Body));
    }

    [Fact]
    public void An_event_of_the_wrong_type_is_an_error_that_names_type_and_place()
    {
        _api.Add("{\"Id\": 12}");

        Run(bootstrap => bootstrap.Handle("h", (Order _) => { }, OverloadContext.Default.Order));

        JsonElement report = JsonDocument.Parse(_api.Posts.Take().Body).RootElement;
        Assert.Equal("InvalidEventException", report.GetProperty("errorType").GetString());
        Assert.Contains("Compatibility.Order", report.GetProperty("errorMessage").GetString());
        Assert.Contains("$.Id | LineNumber: 0 | BytePositionInLine: 9", report.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public void Answers_are_escaped_no_more_than_json_demands()
    {
        _api.Add("\"x\"");

        Run(bootstrap => bootstrap.Handle("h", () => new Order { Id = "<é&'\">" }, OverloadContext.Default.Order));

        Assert.Equal("{\"Id\":\"<é&'\\\">\"}", Encoding.UTF8.GetString(_api.Posts.Take().Body));
    }

    [Fact]
    public void What_a_handler_leaves_on_its_thread_is_gone_after_the_invocation()
    {
        var local = new AsyncLocal<string?>();
        CultureInfo culture = CultureInfo.CurrentCulture;
        var seen = new List<string>();
        string Handle(string input)
        {
            seen.Add($"{local.Value} {Activity.Current?.OperationName} {Equals(CultureInfo.CurrentCulture, culture)} {SynchronizationContext.Current}");
            local.Value = input;
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            new Activity(input).Start();
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            ExecutionContext.SuppressFlow();
            return input == "fail" ? throw new InvalidOperationException(input) : input;
        }
        string clean = $"  True {SynchronizationContext.Current}";
        foreach (string input in new[] { "one", "fail", "three", "four" })
        {
            _api.Add($"\"{input}\"");
            Run(bootstrap => bootstrap.Handle("h", Handle));
        }

        Assert.Equal(Enumerable.Repeat(clean, 4), seen);
    }

    [Fact]
    public void What_initialisation_has_set_is_seen_by_every_invocation()
    {
        var local = new AsyncLocal<string?> { Value = "set before" };
        string Handle()
        {
            string before = local.Value!;
            local.Value = "changed";
            return before;
        }
        for (int i = 0; i < 3; i++)
        {
            _api.Add("{}");
            Run(bootstrap => bootstrap.Handle("h", Handle));
            Assert.Equal("\"set before\"", Encoding.UTF8.GetString(_api.Posts.Take().Body));
        }
    }

    [Theory]
    [InlineData(64, "/response")]
    [InlineData(65, "/error")]
    public void A_response_of_objects_within_objects_has_a_limit(int depth, string end)
    {
        _api.Add("{}");
        Chain? chain = null;
        for (int i = 0; i < depth; i++)
        {
            chain = new Chain { Next = chain };
        }

        Run(bootstrap => bootstrap.Handle("h", () => chain, JsonTestContext.Default.Chain));

        Assert.EndsWith(end + " HTTP/1.1", _api.Posts.Take().Line);
    }

    [Fact]
    public void An_unknown_handler_is_an_error_that_names_those_that_exist()
    {
        LambdaBootstrap bootstrap = LambdaBootstrap.Create().Handle("one", () => { }).Handle("two", () => { });

        var exception = Assert.Throws<HandlerNotFoundException>(() => bootstrap.FindHandler("three"));

        Assert.Equal("The function's Handler setting is \"three\"; this program has one, two.", exception.Message);
        Assert.Contains("no handlers", Assert.Throws<HandlerNotFoundException>(() => LambdaBootstrap.Create().FindHandler("x")).Message);
    }

    [Fact]
    public void Two_handlers_of_one_name_are_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => LambdaBootstrap.Create().Handle("one", () => { }).Handle("one", () => { }));
    }

    [Fact]
    public void A_single_handler_answers_whatever_the_setting_says()
    {
        Assert.NotNull(LambdaBootstrap.Create().Handle("one", () => { }).FindHandler("bootstrap"));
    }

    private void Run(Func<LambdaBootstrap, LambdaBootstrap> add)
        => _invocation.RunNext(add(LambdaBootstrap.Create()).FindHandler("h").Run, null);
}
