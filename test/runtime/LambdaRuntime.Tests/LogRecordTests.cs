using System;
using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RuntimeTests;

/// <summary>Records in text, where Lambda offers no descriptor for frames: every line would be an event of its own.</summary>
public class LogRecordTests
{
    private const string Forged = "2026-01-31T23:59:59.123Z\trequest-2\tfail\tforged";

    /// <summary>What arrives on the stream that a record goes to.</summary>
    private static string Written(Action<ByteBuffer> write, Exception? exception = null)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        SafePipeHandle end = pipe.ClientSafePipeHandle;
        ByteBuffer record = LogRecord.NewBuffer();
        LogRecord.Begin(record, "info", Encoding.ASCII.GetBytes("request-1"), null);
        write(record);
        LogRecord.End(record, exception, (int)end.DangerousGetHandle());
        pipe.DisposeLocalCopyOfClientHandle();
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, pipe.Read(bytes));
    }

    [Fact]
    public void A_message_of_several_lines_is_one_line()
    {
        string line = Written(record => LogRecord.WriteMessage(record, "first\n" + Forged));

        Assert.EndsWith("\trequest-1\tinfo\tfirst\r" + Forged + "\n", line);
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
    }

    [Fact]
    public void An_exception_whose_message_has_several_lines_is_one_line()
    {
        string line = Written(_ => { }, new InvalidOperationException("first\n" + Forged));

        Assert.Contains("InvalidOperationException: first\r" + Forged, line);
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
    }

    [Fact]
    public void A_level_with_a_line_end_is_one_line()
    {
        ByteBuffer record = LogRecord.NewBuffer();

        LogRecord.Begin(record, "audit\n" + Forged, default, null);

        Assert.Equal(-1, record.Written.IndexOf((byte)'\n'));
    }
}
