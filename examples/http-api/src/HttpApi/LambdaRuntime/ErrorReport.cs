using System;

namespace LambdaRuntime;

/// <summary>
/// The JSON that tells Lambda about an exception: <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>,
/// and <c>cause</c> or, for an AggregateException, <c>causes</c>.
/// </summary>
internal static class ErrorReport
{
    internal const string ContentType = "application/vnd.aws.lambda.error+json";

    /// <summary>Lambda takes no larger report, in bytes.</summary>
    internal const int MaxLength = 256 * 1024;

    // In JSON a character takes up to six bytes, so a message of this length always fits.
    private const int MaxMessageLength = 32 * 1024;
    private const int MaxDepth = 16;

    /// <summary>The <c>errorType</c> of an exception, fit for a header.</summary>
    internal static string TypeName(Exception exception)
    {
        char[] name = exception.GetType().Name.ToCharArray();
        for (int i = 0; i < name.Length; i++)
        {
            name[i] = name[i] > ' ' && name[i] < 0x7f ? name[i] : '?';
        }
        return new string(name);
    }

    /// <summary>Writes a report that has no exception behind it.</summary>
    internal static void Write(ByteBuffer output, string errorType, string errorMessage)
    {
        output.Clear();
        output.Write((byte)'{');
        WriteStart(output, errorType, errorMessage);
        output.Write((byte)'}');
    }

    /// <summary>Writes the report of an exception, shortened where it would be too long.</summary>
    internal static void Write(ByteBuffer output, Exception exception)
    {
        output.Clear();
        WriteException(output, exception, 0);
    }

    /// <summary>Writes what a report has between its braces.</summary>
    internal static void WriteMembers(ByteBuffer output, Exception exception) => WriteMembers(output, exception, 0);

    /// <summary>The message of an exception; empty when asking for it throws.</summary>
    internal static string Message(Exception exception) => Ask(exception, static asked => asked.Message);

    /// <summary>Where an exception comes from, line by line; empty when it was not thrown.</summary>
    internal static string StackTrace(Exception exception) => Ask(exception, static asked => asked.StackTrace);

    /// <summary>All of an exception as text.</summary>
    internal static string Text(Exception exception) => Ask(exception, static asked => asked.ToString());

    /// <summary>Asks an exception of the user's, which may throw another, something about itself.</summary>
    private static string Ask(Exception exception, Func<Exception, string?> question)
    {
        try
        {
            return question(exception) ?? string.Empty;
        }
        catch (Exception)
        {
            return string.Empty;
        }
    }

    /// <summary>Takes the first line that is not blank from a text; false when there is none.</summary>
    internal static bool NextLine(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> line)
    {
        line = default;
        while (line.IsEmpty && !text.IsEmpty)
        {
            int end = text.IndexOf('\n');
            line = (end < 0 ? text : text.Slice(0, end)).Trim();
            text = end < 0 ? default : text.Slice(end + 1);
        }
        return !line.IsEmpty;
    }

    private static void WriteException(ByteBuffer output, Exception exception, int depth)
    {
        output.Write((byte)'{');
        WriteMembers(output, exception, depth);
        output.Write((byte)'}');
    }

    private static void WriteMembers(ByteBuffer output, Exception exception, int depth)
    {
        WriteStart(output, exception.GetType().Name, Message(exception));
        WriteStackTrace(output, StackTrace(exception));
        if (exception is AggregateException aggregate)
        {
            output.WriteAscii(",\"causes\":[");
            for (int i = 0; i < aggregate.InnerExceptions.Count; i++)
            {
                if (!TryWriteCause(output, i == 0 ? string.Empty : ",", aggregate.InnerExceptions[i], depth))
                {
                    break;
                }
            }
            output.Write((byte)']');
        }
        else if (exception.InnerException != null)
        {
            TryWriteCause(output, ",\"cause\":", exception.InnerException, depth);
        }
    }

    private static bool TryWriteCause(ByteBuffer output, string before, Exception cause, int depth)
    {
        int length = output.Length;
        if (depth < MaxDepth)
        {
            output.WriteAscii(before);
            WriteException(output, cause, depth + 1);
            if (output.Length < MaxLength - (MaxDepth * 2))
            {
                return true;
            }
        }
        output.Truncate(length);
        return false;
    }

    private static void WriteStart(ByteBuffer output, string errorType, string errorMessage)
    {
        if (errorMessage.Length > MaxMessageLength)
        {
            errorMessage = errorMessage.Substring(0, MaxMessageLength) + "…";
        }
        output.WriteAscii("\"errorType\":");
        JsonText.Write(output, errorType);
        output.WriteAscii(",\"errorMessage\":");
        JsonText.Write(output, errorMessage);
    }

    private static void WriteStackTrace(ByteBuffer output, string stackTrace)
    {
        if (stackTrace.Length == 0)
        {
            return;
        }
        output.WriteAscii(",\"stackTrace\":[");
        ReadOnlySpan<char> rest = stackTrace;
        for (string separator = string.Empty; NextLine(ref rest, out ReadOnlySpan<char> frame);)
        {
            if (output.Length + (6 * frame.Length) < MaxLength - 1024)
            {
                output.WriteAscii(separator);
                JsonText.Write(output, frame);
                separator = ",";
            }
        }
        output.Write((byte)']');
    }
}
