using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Compatibility;
using LambdaRuntime.Testing;

namespace RuntimeTests;

/// <summary>What stands around handlers: middleware, services, the current context.</summary>
[Collection("environment")]
public class PipelineTests
{
    private static readonly string[] InOrder = { "a", "b", "handler", "b done", "a done" };
    private static readonly string[] InitThenTwo = { "begin", "end", "begin", "end", "begin", "end" };

    private static Task<LambdaTestResult> Invoke(LambdaBootstrap bootstrap, string handler = "h", string json = "\"x\"")
        => new LambdaTestHost(bootstrap).InvokeAsync(handler, json);

    [Fact]
    public async Task Middleware_runs_around_the_handler_the_first_one_outermost()
    {
        var seen = new List<string>();
        Func<ILambdaInvocation, Func<Task>, Task> Named(string name) => async (invocation, next) =>
        {
            seen.Add(name);
            await Task.Yield();
            await next();
            seen.Add(name + " done");
        };

        LambdaTestResult result = await Invoke(LambdaBootstrap.Create()
            .Use(Named("a")).Use(Named("b"))
            .Handle("h", (string text) =>
            {
                seen.Add("handler");
                return text;
            }));

        Assert.Equal("\"x\"", result.Payload);
        Assert.Equal(InOrder, seen);
    }

    [Fact]
    public async Task Middleware_sees_handler_context_event_and_response_and_can_put_another_in_its_place()
    {
        LambdaTestResult result = await Invoke(LambdaBootstrap.Create()
            .Use(async (invocation, next) =>
            {
                Assert.Equal("h", invocation.Handler);
                Assert.Equal("test", invocation.Context.FunctionName);
                Assert.Equal("\"x\"", Encoding.UTF8.GetString(invocation.Event.Span));
                Assert.True(invocation.Response.IsEmpty);
                await next();
                Assert.Equal("\"xx\"", Encoding.UTF8.GetString(invocation.Response.Span));
                invocation.Respond(Encoding.UTF8.GetBytes("{\"status\":1}"));
            })
            .Handle("h", (string text) => text + text));

        Assert.Equal("{\"status\":1}", result.Payload);
    }

    [Fact]
    public async Task Middleware_can_answer_without_the_handler_and_try_again()
    {
        int calls = 0;
        LambdaBootstrap bootstrap = LambdaBootstrap.Create()
            .Use(async (invocation, next) =>
            {
                try
                {
                    await next();
                }
                catch (TimeoutException)
                {
                    await next();
                }
            })
            .Use((invocation, next) =>
            {
                if (invocation.Event.Length > 3)
                {
                    invocation.Respond(Encoding.UTF8.GetBytes("0"));
                    return Task.CompletedTask;
                }
                return next();
            })
            .Handle("h", (string text) => ++calls % 2 == 1 ? throw new TimeoutException() : text);

        Assert.Equal("0", (await Invoke(bootstrap, json: "\"long\"")).Payload);
        Assert.Equal(0, calls);
        Assert.Equal("\"x\"", (await Invoke(bootstrap)).Payload);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task What_middleware_sets_is_seen_by_the_handler_and_not_the_other_way_round()
    {
        var local = new AsyncLocal<string?>();

        LambdaTestResult result = await Invoke(LambdaBootstrap.Create()
            .Use(async (_, next) =>
            {
                local.Value = "middleware";
                await next();
                Assert.Equal("middleware", local.Value);
            })
            .Handle("h", () =>
            {
                string before = local.Value!;
                local.Value = "handler";
                return before;
            }));

        Assert.Equal("\"middleware\"", result.Payload);
    }

    [Fact]
    public async Task What_middleware_throws_is_the_error_of_the_invocation()
    {
        LambdaTestResult result = await Invoke(LambdaBootstrap.Create()
            .Use(async (_, next) =>
            {
                await next();
                throw new InvalidOperationException("after it");
            })
            .Handle("h", (string text) => text));

        Assert.True(result.IsError);
        Assert.Equal("InvalidOperationException: after it", result.ErrorType + ": " + result.ErrorMessage);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_and_what_handlers_need_is_made_before_the_first()
    {
        var services = new FakeServices(new() { [typeof(OrderFunctions)] = () => new OrderFunctions(new Dependency()) });
        var host = new LambdaTestHost(Shapes.OfServices()
            .UseServices(() => services, _ => { }, _ => services, _ => services.BeginScope()));

        Assert.Equal("{\"Total\":3}", (await host.InvokeAsync("quote", "{}")).Payload);
        Assert.Equal("{\"Total\":3}", (await host.InvokeAsync("quote", "{}")).Payload);

        Assert.Equal(InitThenTwo, services.Events);
    }

    [Theory]
    [InlineData("base", "{\"Total\":3}")]
    [InlineData("quote", "{\"Total\":3}")]
    [InlineData("quote-context", "{\"Total\":3}")]
    [InlineData("later", "{\"Total\":3}")]
    [InlineData("forget", "")]
    [InlineData("forget-context", "")]
    [InlineData("forget-later", "")]
    [InlineData("forget-later-context", "")]
    public async Task A_handler_with_a_service_of_every_shape_answers(string handler, string expected)
    {
        var services = new FakeServices(new() { [typeof(OrderFunctions)] = () => new OrderFunctions(new Dependency()) });
        LambdaBootstrap bootstrap = Shapes.OfServices().UseServices(() => services, _ => { }, _ => services, _ => services.BeginScope());

        Assert.Equal(expected, (await Invoke(bootstrap, handler, "{}")).Payload);
    }

    [Fact]
    public async Task A_service_that_is_missing_is_an_error_of_the_initialisation()
    {
        var services = new FakeServices(new());
        LambdaBootstrap bootstrap = Shapes.OfServices().UseServices(() => services, _ => { }, _ => services, _ => services.BeginScope());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Invoke(bootstrap, "quote", "{}"));

        Assert.Equal("No service of the type Compatibility.OrderFunctions has been added in UseServices.", exception.Message);
        Assert.Equal(new[] { "begin", "end" }, services.Events);
    }

    [Fact]
    public async Task A_program_without_services_says_what_is_missing()
    {
        LambdaTestResult result = await Invoke(Shapes.OfServices(), "quote", "{}");

        Assert.Equal("The program has no services. Add them with UseServices, before Run.", result.ErrorMessage);
    }

    [Theory]
    [InlineData("base", "{\"Total\":3}", false)]
    [InlineData("quote", "{\"Total\":3}", false)]
    [InlineData("forget", "", false)]
    [InlineData("list", "[{\"Total\":0},{\"Total\":1},{\"Total\":2}]", true)]
    [InlineData("tell", "order 7", true)]
    [InlineData("list-lambda", "[{\"Total\":0},{\"Total\":1},{\"Total\":2}]", true)]
    [InlineData("tell-lambda", "order 7", true)]
    public async Task A_handler_of_an_instance_answers(string handler, string expected, bool isStreamed)
    {
        LambdaTestResult result = await Invoke(Shapes.OfInstance(new OrderFunctions(new Dependency())), handler, "{\"Id\":\"7\"}");

        Assert.Equal(expected, result.Payload);
        Assert.Equal(isStreamed, result.IsStreamed);
    }

    [Fact]
    public async Task A_sequence_of_nothing_is_an_empty_array()
    {
        LambdaTestResult result = await Invoke(
            Shapes.OfInstance(new OrderFunctions(new Dependency { Total = 0 })), "list", "{}");

        Assert.Equal("[]", result.Payload);
    }

    [Theory]
    [InlineData(0, false, "{\"errorMessage\":\"no\"")]
    [InlineData(2, true, "[{\"Total\":0},{\"Total\":1}")]
    public async Task A_sequence_that_breaks_off_is_an_error(int at, bool isStreamed, string start)
    {
        async IAsyncEnumerable<Receipt> List(Order order)
        {
            for (int i = 0; i < at; i++)
            {
                yield return new Receipt { Total = i };
            }
            await Task.Yield();
            throw new InvalidOperationException("no");
        }

        LambdaTestResult result = await Invoke(LambdaBootstrap.Create().Handle(
            "h", List, OverloadContext.Default.Order, OverloadContext.Default.Receipt), json: "{}");

        Assert.True(result.IsError);
        Assert.Equal(isStreamed, result.IsStreamed);
        Assert.Equal("no", result.ErrorMessage);
        Assert.StartsWith(isStreamed ? start : "{", result.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_current_context_is_that_of_the_handler_and_follows_what_it_starts()
    {
        Assert.Null(LambdaContext.Current);
        LambdaTestResult result = await Invoke(LambdaBootstrap.Create().Handle("h", async (ILambdaContext context) =>
        {
            Assert.Same(context, LambdaContext.Current);
            await Task.Yield();
            Assert.Same(context, LambdaContext.Current);
            await Task.Run(() => Assert.Same(context, LambdaContext.Current));
            return LambdaContext.Current!.AwsRequestId;
        }));

        Assert.Equal("\"00000000-0000-0000-0000-000000000000\"", result.Payload);
        Assert.Null(LambdaContext.Current);
    }

    [Fact]
    public async Task What_a_handler_leaves_running_has_no_context_after_the_invocation()
    {
        using var isOver = new ManualResetEventSlim();
        Task<ILambdaContext?>? left = null;

        await Invoke(LambdaBootstrap.Create().Handle("h", () =>
        {
            left = Task.Run(() =>
            {
                isOver.Wait();
                return LambdaContext.Current;
            });
        }));
        isOver.Set();

        Assert.Null(await left!);
    }
}
