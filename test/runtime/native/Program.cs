using System;
using System.Threading;
using System.Threading.Tasks;
using LambdaRuntime;
using NativeTests;

LambdaBootstrap bootstrap = LambdaBootstrap.Create()
    .Handle("echo", Handlers.Echo)
    .Handle("bytes", Handlers.Bytes)
    .Handle("order", Handlers.Order, HandlersContext.Default.Order, HandlersContext.Default.Receipt)
    .Handle("nothing", () => { })
    .Handle("delayed", Handlers.Delayed)
    .Handle("fail", Handlers.Fail)
    .Handle("fail-later", Handlers.FailLater)
    .Handle("context", Handlers.Context, HandlersContext.Default.ContextValues)
    .Handle("trace", Handlers.Trace)
    .Handle("trace-copied", Handlers.TraceCopied)
    .Handle("log", Handlers.Log)
    .Handle("log-values", Handlers.LogValues)
    .Handle("log-forged", Handlers.LogForged)
    .Handle("log-threads", Handlers.LogThreads)
    .Handle("console", Handlers.ConsoleLines)
    .Handle("deadline", Handlers.Deadline)
    .Handle("large", Handlers.Large)
    .Handle("state", StateHandlers.Keep)
    .Handle("allocations", Handlers.Allocations)
    .Handle("memory", MemoryHandlers.Use)
    .Handle("exhaust", MemoryHandlers.Exhaust)
    .Handle("leak", MemoryHandlers.Leak)
    .Handle("stream", Handlers.StreamParts)
    .Handle("stream-async", Handlers.StreamPartsLater)
    .Handle("stream-http", Handlers.StreamHttp)
    .Handle("stream-fail", Handlers.StreamFail)
    .Handle("stream-fail-early", Handlers.StreamFailEarly)
    .Handle("stream-large", Handlers.StreamLarge);

switch (Environment.GetEnvironmentVariable("TEST_INIT"))
{
    case "fails":
        bootstrap.OnInit(() => throw new InvalidOperationException("the database is away"));
        break;
    case "fails-later":
        bootstrap.OnInit(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("the database is away");
        });
        break;
    case "may-fail":
        bootstrap.OnInit(_ => throw new InvalidOperationException("the database is away"), TimeSpan.FromSeconds(5));
        break;
    case "may-hang":
        bootstrap.OnInit("order", _ => throw new InvalidOperationException("not for this one"), TimeSpan.FromSeconds(5));
        bootstrap.OnInit("echo", token => Task.Delay(Timeout.Infinite, token), TimeSpan.FromSeconds(0.25));
        bootstrap.OnInit(_ => Task.Delay(Timeout.Infinite, CancellationToken.None), TimeSpan.FromSeconds(0.25));
        bootstrap.OnInit(async _ => await Task.Yield(), TimeSpan.FromSeconds(60));
        break;
    case "prints":
        bootstrap.OnInit(() => Console.WriteLine("initialised"));
        break;
    case "by-handler":
        bootstrap.OnInit("order", () => Console.WriteLine("for orders"));
        bootstrap.OnInit("echo", async () =>
        {
            await Task.Yield();
            Console.WriteLine("for echoes");
        });
        break;
    case "logs":
        bootstrap.OnInit(() => LambdaLogger.Log("error", "in init"));
        break;
    case "shutdown":
        bootstrap.OnShutdown(() => throw new InvalidOperationException("not this one"));
        bootstrap.OnShutdown(async () =>
        {
            await Task.Delay(10);
            Console.WriteLine("shut down");
        });
        break;
}

return bootstrap.Run();
