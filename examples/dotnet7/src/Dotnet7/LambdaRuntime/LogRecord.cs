using System;

namespace LambdaRuntime;

/// <summary>
/// A record of the function's log: in text, tab-separated as Lambda's .NET runtimes write it, or in JSON
/// when the function is configured so. Each is written with one call, so that records do not mix.
/// </summary>
internal static class LogRecord
{
    private static readonly string[] TextLevels = { "trce", "dbug", "info", "warn", "fail", "crit" };
    private static readonly string[] JsonLevels = { "Trace", "Debug", "Information", "Warning", "Error", "Critical" };

    /// <summary>True when records are JSON objects.</summary>
    internal static bool IsJson { get; } = LambdaEnvironment.LogFormat is "JSON" or "Json" or "json";

    internal static string LevelName(LogLevel level) => (IsJson ? JsonLevels : TextLevels)[(int)level];

    /// <summary>Writes an exception that nobody caught, on standard error.</summary>
    internal static void WriteError(Exception exception, ReadOnlySpan<byte> requestId, string? traceId)
    {
        var record = new ByteBuffer(1024);
        Begin(record, LevelName(LogLevel.Error), requestId, traceId);
        if (IsJson)
        {
            JsonText.Write(record, ErrorReport.Message(exception));
        }
        End(record, exception, StandardStream.Error);
    }

    /// <summary>Writes an error that is no exception, on standard error.</summary>
    internal static void WriteError(string errorType, string message, ReadOnlySpan<byte> requestId)
    {
        var record = new ByteBuffer(512);
        Begin(record, LevelName(LogLevel.Error), requestId, null);
        WriteMessage(record, errorType + ": " + message);
        End(record, null, StandardStream.Error);
    }

    /// <summary>Writes the start of a record, to where its message stands.</summary>
    internal static void Begin(ByteBuffer record, string level, ReadOnlySpan<byte> requestId, string? traceId)
    {
        if (!IsJson)
        {
            WriteTime(record, DateTime.UtcNow);
            record.Write((byte)'\t');
            record.Write(requestId);
            record.Write((byte)'\t');
            record.WriteUtf8(level);
            record.Write((byte)'\t');
            return;
        }
        record.WriteAscii("{\"timestamp\":\"");
        WriteTime(record, DateTime.UtcNow);
        record.WriteAscii("\",\"level\":");
        JsonText.Write(record, level);
        if (!requestId.IsEmpty)
        {
            record.WriteAscii(",\"requestId\":\"");
            record.Write(requestId);
            record.Write((byte)'"');
        }
        if (traceId != null)
        {
            record.WriteAscii(",\"traceId\":");
            JsonText.Write(record, traceId);
        }
        record.WriteAscii(",\"message\":");
    }

    internal static void WriteMessage(ByteBuffer record, string message)
    {
        if (IsJson)
        {
            JsonText.Write(record, message);
        }
        else
        {
            record.WriteUtf8(message);
        }
    }

    /// <summary>Ends a record and writes it.</summary>
    internal static void End(ByteBuffer record, Exception? exception, int descriptor)
    {
        if (exception != null && IsJson)
        {
            record.Write((byte)',');
            ErrorReport.WriteMembers(record, exception);
        }
        else if (exception != null)
        {
            string text = ErrorReport.Text(exception);
            record.WriteUtf8(text.Length > 0 ? text : exception.GetType().Name);
        }
        record.WriteAscii(IsJson ? "}\n" : "\n");
        StandardStream.Write(descriptor, record.Written);
    }

    /// <summary>Writes a time as 2026-01-31T23:59:59.123Z.</summary>
    private static void WriteTime(ByteBuffer record, DateTime time)
    {
        record.WriteNumber(time.Year, 4);
        record.Write((byte)'-');
        record.WriteNumber(time.Month, 2);
        record.Write((byte)'-');
        record.WriteNumber(time.Day, 2);
        record.Write((byte)'T');
        record.WriteNumber(time.Hour, 2);
        record.Write((byte)':');
        record.WriteNumber(time.Minute, 2);
        record.Write((byte)':');
        record.WriteNumber(time.Second, 2);
        record.Write((byte)'.');
        record.WriteNumber(time.Millisecond, 3);
        record.Write((byte)'Z');
    }
}
