using System;

namespace LambdaRuntime;

/// <summary>Reads and writes the events and answers of handlers of strings.</summary>
internal static class Text
{
    internal static string Read(Invocation invocation)
    {
        try
        {
            // Null is what the caller sent, and a matter between caller and handler.
            return JsonText.Read(invocation.Event.Span)!;
        }
        catch (FormatException exception)
        {
            throw new InvalidEventException($"The event is not a JSON string: {exception.Message}.");
        }
    }

    internal static void Write(Invocation invocation, string? answer) => JsonText.Write(invocation.Output, answer);
}
