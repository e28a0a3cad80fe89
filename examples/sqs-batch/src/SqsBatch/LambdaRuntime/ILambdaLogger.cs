using System;

namespace LambdaRuntime;

/// <summary>How much a log record matters. The values are those of Amazon.Lambda.Core.</summary>
public enum LogLevel
{
    /// <summary>Every step, for following a single case.</summary>
    Trace = 0,

    /// <summary>What a developer wants to see while looking for a mistake.</summary>
    Debug = 1,

    /// <summary>What the function did. Records below this level are dropped unless configured.</summary>
    Information = 2,

    /// <summary>Something unexpected that the function could deal with.</summary>
    Warning = 3,

    /// <summary>Something failed.</summary>
    Error = 4,

    /// <summary>The function cannot go on.</summary>
    Critical = 5,
}

/// <summary>
/// Writes to the function's log, in the format and from the level that the function is configured with
/// (AWS_LAMBDA_LOG_FORMAT, AWS_LAMBDA_LOG_LEVEL). The names are those of Amazon.Lambda.Core.
/// A message may have named places for <c>args</c>, as in <c>"{count} orders for {customer}"</c>;
/// in the JSON format each becomes a property of the record.
/// </summary>
public interface ILambdaLogger
{
    /// <summary>Writes the text as it is, without a line end.</summary>
    void Log(string message);

    /// <summary>Writes an information record.</summary>
    void LogLine(string message);

    /// <summary>Writes a record at a level given by name; a name that is no level is shown as it is.</summary>
    void Log(string level, string message) => LogLine(message);

    /// <summary>Writes a record at a level given by name.</summary>
    void Log(string level, string message, params object[] args) => Log(level, message);

    /// <summary>Writes a record about an exception at a level given by name.</summary>
    void Log(string level, Exception exception, string message, params object[] args)
        => Log(level, message + "\n" + exception, args);

    /// <summary>Writes a record.</summary>
    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    /// <summary>Writes a record.</summary>
    void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    /// <summary>Writes a record about an exception.</summary>
    void Log(LogLevel level, Exception exception, string message, params object[] args)
        => Log(level.ToString(), exception, message, args);

    /// <summary>Writes a trace record.</summary>
    void LogTrace(string message) => Log(LogLevel.Trace, message);

    /// <summary>Writes a trace record.</summary>
    void LogTrace(string message, params object[] args) => Log(LogLevel.Trace, message, args);

    /// <summary>Writes a trace record about an exception.</summary>
    void LogTrace(Exception exception, string message, params object[] args)
        => Log(LogLevel.Trace, exception, message, args);

    /// <summary>Writes a debug record.</summary>
    void LogDebug(string message) => Log(LogLevel.Debug, message);

    /// <summary>Writes a debug record.</summary>
    void LogDebug(string message, params object[] args) => Log(LogLevel.Debug, message, args);

    /// <summary>Writes a debug record about an exception.</summary>
    void LogDebug(Exception exception, string message, params object[] args)
        => Log(LogLevel.Debug, exception, message, args);

    /// <summary>Writes an information record.</summary>
    void LogInformation(string message) => Log(LogLevel.Information, message);

    /// <summary>Writes an information record.</summary>
    void LogInformation(string message, params object[] args) => Log(LogLevel.Information, message, args);

    /// <summary>Writes an information record about an exception.</summary>
    void LogInformation(Exception exception, string message, params object[] args)
        => Log(LogLevel.Information, exception, message, args);

    /// <summary>Writes a warning.</summary>
    void LogWarning(string message) => Log(LogLevel.Warning, message);

    /// <summary>Writes a warning.</summary>
    void LogWarning(string message, params object[] args) => Log(LogLevel.Warning, message, args);

    /// <summary>Writes a warning about an exception.</summary>
    void LogWarning(Exception exception, string message, params object[] args)
        => Log(LogLevel.Warning, exception, message, args);

    /// <summary>Writes an error record.</summary>
    void LogError(string message) => Log(LogLevel.Error, message);

    /// <summary>Writes an error record.</summary>
    void LogError(string message, params object[] args) => Log(LogLevel.Error, message, args);

    /// <summary>Writes an error record about an exception.</summary>
    void LogError(Exception exception, string message, params object[] args)
        => Log(LogLevel.Error, exception, message, args);

    /// <summary>Writes a critical record.</summary>
    void LogCritical(string message) => Log(LogLevel.Critical, message);

    /// <summary>Writes a critical record.</summary>
    void LogCritical(string message, params object[] args) => Log(LogLevel.Critical, message, args);

    /// <summary>Writes a critical record about an exception.</summary>
    void LogCritical(Exception exception, string message, params object[] args)
        => Log(LogLevel.Critical, exception, message, args);
}
