using System;

namespace LambdaRuntime;

/// <summary>
/// What X-Ray shows of an exception in the trace of the invocation: its type, its message and where it came
/// from, as JSON in a header.
/// </summary>
internal static class XRayCause
{
    // A header should stay small; Lambda drops a cause of 1 MB.
    private const int MaxMessageLength = 1024;
    private const int MaxFrames = 32;

    internal static void Write(ByteBuffer output, Exception exception)
    {
        string message = ErrorReport.Message(exception);
        output.WriteAscii("{\"working_directory\":");
        JsonText.WriteAscii(output, LambdaEnvironment.TaskRoot);
        output.WriteAscii(",\"exceptions\":[{\"type\":");
        JsonText.WriteAscii(output, exception.GetType().Name);
        output.WriteAscii(",\"message\":");
        JsonText.WriteAscii(output, message.AsSpan(0, Math.Min(message.Length, MaxMessageLength)));
        output.WriteAscii(",\"stack\":[");
        ReadOnlySpan<char> rest = ErrorReport.StackTrace(exception);
        for (int i = 0; i < MaxFrames && ErrorReport.NextLine(ref rest, out ReadOnlySpan<char> frame); i++)
        {
            output.WriteAscii(i == 0 ? "{\"label\":" : ",{\"label\":");
            JsonText.WriteAscii(output, frame.Slice(0, Math.Min(frame.Length, MaxMessageLength)));
            output.Write((byte)'}');
        }
        output.WriteAscii("]}],\"paths\":[]}");
    }
}
