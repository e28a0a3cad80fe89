using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace LambdaRuntime;

/// <summary>
/// The program of a Lambda function with a custom runtime: handlers by name, and the loop that gets
/// invocations from Lambda and answers them.
/// </summary>
/// <example>
/// <code>
/// return LambdaBootstrap.Create()
///     .Handle("uppercase", Uppercase.Handle)
///     .Handle("orders", Orders.Handle, FunctionJsonContext.Default.Order, FunctionJsonContext.Default.Receipt)
///     .Run();
/// </code>
/// </example>
public sealed partial class LambdaBootstrap
{
    /// <summary>
    /// How long before the deadline <see cref="ILambdaContext.CancellationToken"/> is cancelled, in
    /// milliseconds. Enough to log and to answer; Lambda bills the time in any case.
    /// </summary>
    public const int CancellationMarginMilliseconds = 200;

    private readonly List<KeyValuePair<string, Action<Invocation>>> _handlers = new();
    private readonly List<Func<Task>> _initializers = new();

    private LambdaBootstrap()
    {
    }

    /// <summary>A program without handlers; add at least one.</summary>
    public static LambdaBootstrap Create() => new();

    /// <summary>
    /// Runs something once, before the first invocation is asked for. Lambda gives this ten seconds. An
    /// exception is reported as an init error and ends the program.
    /// </summary>
    public LambdaBootstrap OnInit(Action initialize)
        => OnInit(() =>
        {
            initialize();
            return Task.CompletedTask;
        });

    /// <inheritdoc cref="OnInit(Action)"/>
    public LambdaBootstrap OnInit(Func<Task> initialize)
    {
        _initializers.Add(initialize);
        return this;
    }

    /// <summary>
    /// Answers invocations until Lambda ends the process. Returns the exit code only when there is nothing
    /// more to do: 1, after saying why on standard error.
    /// </summary>
    public int Run()
    {
        string? runtimeApi = LambdaEnvironment.RuntimeApi;
        if (string.IsNullOrEmpty(runtimeApi))
        {
            StandardError.WriteLine(
                "This program runs inside AWS Lambda (AWS_LAMBDA_RUNTIME_API is not set). "
                + "To run it here: make local, or lambda-nativeaot local.");
            return 1;
        }
        try
        {
            Run(runtimeApi);
        }
        catch (RuntimeApiException exception)
        {
            StandardError.WriteLine(exception.Message);
        }
        return 1;
    }

    private void Run(string runtimeApi)
    {
        int colon = runtimeApi.LastIndexOf(':');
        int port = 80;
        string host = colon < 0 ? runtimeApi : runtimeApi.Substring(0, colon);
        if (colon >= 0 && !int.TryParse(runtimeApi.AsSpan(colon + 1), out port))
        {
            throw new RuntimeApiException($"AWS_LAMBDA_RUNTIME_API is {runtimeApi}: it has to be host:port");
        }
        var client = new RuntimeApiClient(host, port);
        Action<Invocation> handler;
        try
        {
            handler = FindHandler();
            foreach (Func<Task> initialize in _initializers)
            {
                initialize().GetAwaiter().GetResult();
            }
        }
        catch (Exception exception)
        {
            StandardError.WriteLine(exception.ToString());
            var report = new ByteBuffer(1024, 512);
            ErrorReport.Write(report, exception);
            client.PostInitError(report, ErrorReport.TypeName(exception));
            return;
        }
        var invocation = new Invocation(client);
        var traceVariable = new TraceVariable();
        while (true)
        {
            invocation.RunNext(handler, traceVariable);
        }
    }

    private Action<Invocation> FindHandler()
    {
        if (_handlers.Count == 1)
        {
            return _handlers[0].Value;
        }
        string? name = LambdaEnvironment.Handler;
        foreach (KeyValuePair<string, Action<Invocation>> handler in _handlers)
        {
            if (handler.Key == name)
            {
                return handler.Value;
            }
        }
        throw new HandlerNotFoundException(name, _handlers);
    }

    private LambdaBootstrap Add(string name, Action<Invocation> handler)
    {
        _handlers.Add(new KeyValuePair<string, Action<Invocation>>(name, handler));
        return this;
    }
}
