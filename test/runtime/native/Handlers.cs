using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using LambdaRuntime;

namespace NativeTests;

internal sealed record Order(string Id, int Quantity);

internal sealed record Receipt(string Id, decimal Total);

internal sealed record ContextValues(
    string AwsRequestId,
    string FunctionName,
    string FunctionVersion,
    string InvokedFunctionArn,
    string LogGroupName,
    string LogStreamName,
    int MemoryLimitInMB,
    string? TraceId,
    string? TenantId,
    string? IdentityId,
    string? AppTitle,
    double RemainingSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(ContextValues))]
internal sealed partial class HandlersContext : JsonSerializerContext
{
}

internal static class Handlers
{
    private static long _allocated;

    internal static string Echo(string input) => input;

    internal static Stream Bytes(Stream input) => input;

    internal static Receipt Order(Order order, ILambdaContext context) => new(order.Id, order.Quantity * 1.5m);

    internal static async Task<string> Delayed(string input)
    {
        await Task.Delay(20);
        return input;
    }

    internal static string Fail(string input) => throw new InvalidOperationException(input, new FormatException("inner"));

    internal static async Task FailLater(string input)
    {
        await Task.Yield();
        throw new InvalidOperationException(input);
    }

    internal static ContextValues Context(ILambdaContext context) => new(
        context.AwsRequestId,
        context.FunctionName,
        context.FunctionVersion,
        context.InvokedFunctionArn,
        context.LogGroupName,
        context.LogStreamName,
        context.MemoryLimitInMB,
        context.TraceId,
        context.TenantId,
        context.Identity?.IdentityId,
        context.ClientContext?.Client?.AppTitle,
        context.RemainingTime.TotalSeconds);

    internal static string Trace() => Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") ?? "none";

    internal static string TraceCopied()
    {
        Environment.GetEnvironmentVariables();
        return Trace();
    }

    internal static void Log(string level, ILambdaContext context)
    {
        context.Logger.LogInformation("{count} orders for {customer}", 3, "Ann");
        context.Logger.LogDebug("details");
        context.Logger.LogError(new InvalidOperationException("no"), "it failed");
        context.Logger.Log(level, "by name");
        context.Logger.Log("raw");
        context.Logger.LogLine(" line");
    }

    internal static async Task LogValues(ILambdaContext context)
    {
        context.Logger.LogInformation(
            "{list} {map} {bytes} {time} {bad:Q9} {missing}",
            new List<int> { 1, 2 },
            new Dictionary<string, int> { ["a"] = 1 },
            new byte[] { 1, 255 },
            new DateTime(2026, 1, 31, 1, 2, 3, DateTimeKind.Utc),
            7);
        LambdaLogger.Log("static");
        await Task.Yield();
        await Task.Run(() => LambdaLogger.Log(LambdaLogLevel.Warning, new InvalidOperationException("no"), "{n} static", 1));
    }

    internal static void LogForged(string message, ILambdaContext context)
    {
        context.Logger.LogInformation(message);
        throw new InvalidOperationException(message);
    }

    internal static void LogThreads(ILambdaContext context)
    {
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 200; i++)
            {
                context.Logger.LogInformation("thread {thread} record {record} " + new string('x', 300), thread, i);
            }
        });
    }

    internal static void ConsoleLines()
    {
        Console.WriteLine("to output");
        Console.Error.WriteLine("to error");
    }

    internal static async Task<string> Deadline(ILambdaContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return "never";
        }
        catch (OperationCanceledException)
        {
            return context.RemainingTime > TimeSpan.Zero ? "in time" : "too late";
        }
    }

    internal static string Large(string length) => new('x', int.Parse(length));

    internal static string Allocations(string input)
    {
        long before = _allocated;
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        long between = _allocated - before;

        // The answer is a string of this handler's, and counts before the next invocation.
        string answer = between.ToString();
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        return answer;
    }

    internal static void StreamParts(string input)
    {
        using LambdaResponseStream stream = LambdaResponseStreamFactory.CreateStream();
        foreach (string part in input.Split(','))
        {
            stream.Write(Encoding.UTF8.GetBytes(part));
        }
    }

    internal static async Task StreamPartsLater(string input)
    {
        await Task.Delay(1);
        LambdaResponseStream stream = LambdaResponseStreamFactory.CreateStream();
        foreach (string part in input.Split(','))
        {
            await Task.Delay(1);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(part));
        }
    }

    internal static void StreamHttp(string input)
    {
        var prelude = new HttpResponseStreamPrelude { StatusCode = HttpStatusCode.Created };
        prelude.Headers["content-type"] = "text/plain";
        prelude.MultiValueHeaders["x-many"] = new List<string> { "1", "2" };
        prelude.Cookies.Add("a=b; Secure");
        prelude.Cookies.Add("c=\"d\"");
        using var writer = new StreamWriter(LambdaResponseStreamFactory.CreateHttpStream(prelude));
        writer.Write(input);
    }

    internal static void StreamFail(string input)
    {
        LambdaResponseStream stream = LambdaResponseStreamFactory.CreateStream();
        stream.Write(Encoding.UTF8.GetBytes(input));
        throw new InvalidOperationException("midway");
    }

    internal static void StreamFailEarly()
    {
        LambdaResponseStreamFactory.CreateStream();
        throw new InvalidOperationException("early");
    }

    internal static void StreamLarge(string length)
    {
        LambdaResponseStream stream = LambdaResponseStreamFactory.CreateStream();
        byte[] part = new byte[256 * 1024];
        for (long left = long.Parse(length); left > 0; left -= part.Length)
        {
            stream.Write(part, 0, (int)Math.Min(left, part.Length));
        }
    }
}
