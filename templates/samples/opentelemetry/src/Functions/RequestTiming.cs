using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelloNative.Functions;

/// <summary>Says in the log how long a request took. It runs around the handler, also where that fails.</summary>
public static partial class RequestTiming
{
    public static async Task RunAsync(ILambdaInvocation invocation, Func<Task> next)
    {
        var logger = invocation.Context.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(RequestTiming));
        var request = JsonSerializer.Deserialize(invocation.Event.Span, FunctionJsonContext.Default.LambdaHttpRequest)!;
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next();
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(start);
            LogTime(logger, request.Method, request.Path, elapsed.TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} took {Milliseconds:F1} ms")]
    private static partial void LogTime(ILogger logger, string method, string path, double milliseconds);
}
