using System;

namespace LambdaRuntime;

/// <summary>What Lambda tells the process through its environment.</summary>
internal static class LambdaEnvironment
{
    private static string? _functionName;
    private static string? _functionVersion;
    private static string? _logGroupName;
    private static string? _logStreamName;
    private static int _memoryLimitInMB;

    /// <summary>Where the Runtime API listens, as host:port; null when not started by Lambda.</summary>
    internal static string? RuntimeApi => Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");

    /// <summary>The function's Handler setting.</summary>
    internal static string? Handler => Environment.GetEnvironmentVariable("_HANDLER");

    internal static string FunctionName => _functionName ??= Read("AWS_LAMBDA_FUNCTION_NAME");

    internal static string FunctionVersion => _functionVersion ??= Read("AWS_LAMBDA_FUNCTION_VERSION");

    internal static string LogGroupName => _logGroupName ??= Read("AWS_LAMBDA_LOG_GROUP_NAME");

    internal static string LogStreamName => _logStreamName ??= Read("AWS_LAMBDA_LOG_STREAM_NAME");

    internal static int MemoryLimitInMB
    {
        get
        {
            if (_memoryLimitInMB == 0)
            {
                _ = int.TryParse(Read("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out _memoryLimitInMB);
            }
            return _memoryLimitInMB;
        }
    }

    private static string Read(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
