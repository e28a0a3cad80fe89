using System;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LambdaRuntime;

/// <summary>Reads and writes the events and answers of handlers of typed values.</summary>
internal static class Json
{
    internal static T Read<T>(Invocation invocation, JsonTypeInfo<T> type)
    {
        try
        {
            // Null is what the caller sent, and a matter between caller and handler.
            return JsonSerializer.Deserialize(invocation.Event.Span, type)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidEventException($"The event is not a valid {typeof(T)}: {exception.Message}", exception);
        }
    }

    internal static void Write<T>(Invocation invocation, T answer, JsonTypeInfo<T> type)
    {
        var options = new JsonWriterOptions
        {
            Encoder = type.Options.Encoder ?? JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
        using var writer = new Utf8JsonWriter(invocation.Output, options);
        JsonSerializer.Serialize(writer, answer, type);
    }
}
