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
            throw new InvalidEventException($"The event is not a {typeof(T)}: {exception.Message}", exception);
        }
    }

    internal static void Write<T>(Invocation invocation, T? answer, JsonTypeInfo<T> type)
    {
        if (invocation.JsonState is Utf8JsonWriter writer)
        {
            writer.Reset(invocation.Output);
        }
        else
        {
            writer = new Utf8JsonWriter(invocation.Output, WriterOptions(type));
            invocation.JsonState = writer;
        }
        JsonSerializer.Serialize(writer, answer!, type);
        writer.Flush();
    }

    private static JsonWriterOptions WriterOptions(JsonTypeInfo type)
    {
        // The answer is no part of a page, so nothing is escaped but what JSON demands.
        var options = new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
#if NET8_0_OR_GREATER
        options.Encoder = type.Options.Encoder ?? options.Encoder;
        options.Indented = type.Options.WriteIndented;
        options.MaxDepth = type.Options.MaxDepth;
#endif
        return options;
    }
}
