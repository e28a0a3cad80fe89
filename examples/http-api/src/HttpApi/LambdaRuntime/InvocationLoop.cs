using System;
using System.Threading;

namespace LambdaRuntime;

/// <summary>
/// Gets invocations and answers them, one at a time, or as many at a time as Lambda asks for with
/// AWS_LAMBDA_MAX_CONCURRENCY. Each loop has a thread and a connection of its own.
/// </summary>
internal static class InvocationLoop
{
    /// <summary>Runs until the Runtime API cannot be used any more.</summary>
    /// <exception cref="RuntimeApiException">Always; the message says why.</exception>
    internal static void Run(RuntimeApiClient client, Action<Invocation> handler)
    {
        int concurrency = LambdaEnvironment.MaxConcurrency;
        if (concurrency <= 1)
        {
            Invocation invocation = new(client);
            Invocation.Only = invocation;
            RunOne(invocation, handler, new TraceVariable());
        }
        for (int i = 1; i < concurrency; i++)
        {
            var thread = new Thread(() => RunThread(client.Another(), handler)) { IsBackground = true };
            thread.Start();
        }
        RunOneOfMany(client, handler);
    }

    private static void RunThread(RuntimeApiClient client, Action<Invocation> handler)
    {
        try
        {
            RunOneOfMany(client, handler);
        }
        catch (RuntimeApiException exception)
        {
            StandardStream.WriteErrorLine(exception.Message);
            Environment.Exit(1);
        }
    }

    private static void RunOneOfMany(RuntimeApiClient client, Action<Invocation> handler)
    {
        Invocation invocation = new(client);

        // It flows from here into everything the handler starts.
        Invocation.OneOfMany.Value = invocation;

        // A variable of the process cannot hold the trace of several invocations.
        RunOne(invocation, handler, null);
    }

    private static void RunOne(Invocation invocation, Action<Invocation> handler, TraceVariable? traceVariable)
    {
        while (true)
        {
            invocation.RunNext(handler, traceVariable);
        }
    }
}
