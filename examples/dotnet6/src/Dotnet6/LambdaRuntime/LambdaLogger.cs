using System;
using System.Text;

namespace LambdaRuntime;

/// <summary>The logger of the handlers: records on standard output, from the configured level on.</summary>
internal sealed class LambdaLogger : ILambdaLogger
{
    private static readonly LogLevel MinimumLevel = ParseLevel(LambdaEnvironment.LogLevel) ?? LogLevel.Information;

    private readonly ILambdaContext _context;

    internal LambdaLogger(ILambdaContext context)
    {
        _context = context;
    }

    public void Log(string message) => StandardStream.Write(StandardStream.Output, Encoding.UTF8.GetBytes(message));

    public void LogLine(string message) => Write(LogLevel.Information, null, message, null);

    public void Log(string level, string message) => Write(level, null, message, null);

    public void Log(string level, string message, params object[] args) => Write(level, null, message, args);

    public void Log(string level, Exception exception, string message, params object[] args)
        => Write(level, exception, message, args);

    public void Log(LogLevel level, string message) => Write(level, null, message, null);

    public void Log(LogLevel level, string message, params object[] args) => Write(level, null, message, args);

    public void Log(LogLevel level, Exception exception, string message, params object[] args)
        => Write(level, exception, message, args);

    /// <summary>
    /// The level that a name stands for: Lambda's names (TRACE to FATAL) or those of .NET, in any case.
    /// </summary>
    internal static LogLevel? ParseLevel(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        _ => null,
    };

    private void Write(string level, Exception? exception, string message, object[]? args)
    {
        if (ParseLevel(level) is { } known)
        {
            Write(known, exception, message, args);
        }
        else
        {
            WriteRecord(level, exception, message, args);
        }
    }

    private void Write(LogLevel level, Exception? exception, string message, object[]? args)
    {
        if (level >= MinimumLevel)
        {
            WriteRecord(LogRecord.LevelName(level), exception, message, args);
        }
    }

    private void WriteRecord(string level, Exception? exception, string message, object[]? args)
    {
        // A buffer of its own for each record: handlers may log from several threads.
        var record = new ByteBuffer(512);
        string? traceId = LogRecord.IsJson ? _context.TraceId : null;
        LogRecord.Begin(record, level, Encoding.UTF8.GetBytes(_context.AwsRequestId), traceId);
        var template = new LogTemplate(message, args ?? Array.Empty<object>());
        LogRecord.WriteMessage(record, template.Format());
        if (LogRecord.IsJson)
        {
            template.WriteMembers(record);
        }
        else if (exception != null && message.Length > 0)
        {
            record.Write((byte)'\n');
        }
        LogRecord.End(record, exception, StandardStream.Output);
    }
}
