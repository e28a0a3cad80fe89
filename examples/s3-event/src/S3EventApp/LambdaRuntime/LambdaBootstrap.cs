using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
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
/// <remarks>
/// The function's Handler setting picks the handler; a program with a single handler answers whatever the
/// setting says. An exception of a handler is the answer of that invocation, and the next one goes on.
/// </remarks>
public sealed partial class LambdaBootstrap
{
    /// <summary>
    /// How long before the deadline <see cref="ILambdaContext.CancellationToken"/> is cancelled, in
    /// milliseconds: enough to give up, to log and to answer before Lambda kills the process.
    /// </summary>
    public const int CancellationMarginMilliseconds = 200;

    private readonly List<NamedHandler> _handlers = new();
    private readonly List<Action> _initializers = new();
    private List<Action>? _shutdowns;
    private IDisposable? _termination;

    private LambdaBootstrap()
    {
    }

    /// <summary>A program without handlers; add at least one.</summary>
    public static LambdaBootstrap Create() => new();

    /// <summary>
    /// Adds something to do once, before the first invocation: opening connections, reading settings. An
    /// exception is reported to Lambda as an init error and ends the program. Lambda gives it ten seconds.
    /// </summary>
    public LambdaBootstrap OnInit(Action initialize)
    {
        _initializers.Add(initialize);
        return this;
    }

    /// <inheritdoc cref="OnInit(Action)"/>
    public LambdaBootstrap OnInit(Func<Task> initialize) => OnInit(() => initialize().GetAwaiter().GetResult());

    /// <summary>
    /// Adds something to do when Lambda ends the process with SIGTERM. Lambda does so only for functions
    /// that have an extension, and allows some hundred milliseconds.
    /// </summary>
    public LambdaBootstrap OnShutdown(Action shutdown)
    {
        _shutdowns ??= new List<Action>();
        _shutdowns.Add(shutdown);
        _termination ??= PosixSignalRegistration.Create(PosixSignal.SIGTERM, Shutdown);
        return this;
    }

    /// <inheritdoc cref="OnShutdown(Action)"/>
    public LambdaBootstrap OnShutdown(Func<Task> shutdown) => OnShutdown(() => shutdown().GetAwaiter().GetResult());

    /// <summary>
    /// Answers invocations until Lambda ends the process. Returns an exit code only when that is not
    /// possible: 1, after one line on standard error that says why.
    /// </summary>
    public int Run()
    {
        string? runtimeApi = LambdaEnvironment.RuntimeApi;
        if (string.IsNullOrEmpty(runtimeApi))
        {
            StandardStream.WriteErrorLine(
                "This program runs inside AWS Lambda (AWS_LAMBDA_RUNTIME_API is not set)."
                + " To run it here, use: make local, or lambda-nativeaot local");
            return 1;
        }
        try
        {
            var client = new RuntimeApiClient(runtimeApi);
            Action<Invocation>? handler = Initialize(client);
            if (handler != null)
            {
                InvocationLoop.Run(client, handler);
            }
        }
        catch (RuntimeApiException exception)
        {
            StandardStream.WriteErrorLine(exception.Message);
        }
        return 1;
    }

    /// <summary>Finds the handler and runs the initializers; null when one of the two failed.</summary>
    private Action<Invocation>? Initialize(RuntimeApiClient client)
    {
        try
        {
            Action<Invocation> handler = FindHandler(LambdaEnvironment.Handler);
            foreach (Action initialize in _initializers)
            {
                initialize();
            }
            return handler;
        }
        catch (Exception exception)
        {
            LogRecord.WriteError(exception, default, null);
            ByteBuffer report = Invocation.NewOutput();
            ErrorReport.Write(report, exception);
            client.PostInitError(report, ErrorReport.TypeName(exception));
            return null;
        }
    }

    /// <summary>The handler of a name, or the only one there is.</summary>
    /// <exception cref="HandlerNotFoundException">There is none of that name.</exception>
    internal Action<Invocation> FindHandler(string? name)
    {
        Action<Invocation>? found = _handlers.Count == 1 ? _handlers[0].Run : null;
        for (int i = 0; i < _handlers.Count && found == null; i++)
        {
            if (_handlers[i].Name == name)
            {
                found = _handlers[i].Run;
            }
        }
        return found ?? throw new HandlerNotFoundException(name, _handlers);
    }

    internal LambdaBootstrap Add(string name, Action<Invocation> handler)
    {
        foreach (NamedHandler other in _handlers)
        {
            if (other.Name == name)
            {
                throw new ArgumentException("Two handlers are named " + name + ".", nameof(name));
            }
        }
        _handlers.Add(new NamedHandler(name, handler));
        return this;
    }

    private void Shutdown(PosixSignalContext context)
    {
        // What was registered decides when the process ends.
        context.Cancel = true;
        foreach (Action shutdown in _shutdowns!)
        {
            try
            {
                shutdown();
            }
            catch (Exception exception)
            {
                LogRecord.WriteError(exception, default, null);
            }
        }
        Environment.Exit(0);
    }
}
