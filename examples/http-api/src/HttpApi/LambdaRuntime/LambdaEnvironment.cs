using System;

namespace LambdaRuntime;

/// <summary>What Lambda tells the process through its environment.</summary>
internal static class LambdaEnvironment
{
    private static string? _functionName;
    private static string? _functionVersion;
    private static string? _logGroupName;
    private static string? _logStreamName;

    /// <summary>Where the Runtime API listens, as host:port; null when not started by Lambda.</summary>
    internal static string? RuntimeApi => Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");

    /// <summary>The function's Handler setting.</summary>
    internal static string? Handler => Environment.GetEnvironmentVariable("_HANDLER");

    /// <summary>How many invocations to serve at once; 0 when Lambda does not say.</summary>
    internal static int MaxConcurrency => ReadNumber("AWS_LAMBDA_MAX_CONCURRENCY");

    internal static string FunctionName => _functionName ??= Read("AWS_LAMBDA_FUNCTION_NAME");

    internal static string FunctionVersion => _functionVersion ??= Read("AWS_LAMBDA_FUNCTION_VERSION");

    internal static string LogGroupName => _logGroupName ??= Read("AWS_LAMBDA_LOG_GROUP_NAME");

    internal static string LogStreamName => _logStreamName ??= Read("AWS_LAMBDA_LOG_STREAM_NAME");

    internal static int MemoryLimitInMB => ReadNumber("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");

    /// <summary>The folder that the function was unpacked to.</summary>
    internal static string TaskRoot => Read("LAMBDA_TASK_ROOT");

    /// <summary>Text or JSON, as the function is configured.</summary>
    internal static string LogFormat => Read("AWS_LAMBDA_LOG_FORMAT");

    /// <summary>The level from which records are written, as the function is configured.</summary>
    internal static string LogLevel => Read("AWS_LAMBDA_LOG_LEVEL");

    /// <summary>
    /// Reads a decimal number from the start of a text, and nothing of the culture-aware parser, which the
    /// start of a small function would notice. -1 when there is none or it is too large.
    /// </summary>
    internal static int ParseNumber(ReadOnlySpan<char> text)
    {
        int number = 0;
        foreach (char digit in text)
        {
            if (digit < '0' || digit > '9' || number > 9_999_999)
            {
                return -1;
            }
            number = (number * 10) + (digit - '0');
        }
        return text.IsEmpty ? -1 : number;
    }

    private static int ReadNumber(string name) => Math.Max(0, ParseNumber(Read(name)));

    private static string Read(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
