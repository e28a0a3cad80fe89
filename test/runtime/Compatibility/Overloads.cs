using System;
using System.IO;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using LambdaRuntime;

namespace Compatibility;

/// <summary>An event.</summary>
public sealed class Order
{
    /// <summary>A value.</summary>
    public string? Id { get; set; }
}

/// <summary>An answer.</summary>
public sealed class Receipt
{
    /// <summary>A value.</summary>
    public int Total { get; set; }
}

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class OverloadContext : JsonSerializerContext
{
}

/// <summary>
/// Every kind of handler, registered as users do it: as a method group and as a lambda, without casts and
/// without type arguments. That this compiles is the test.
/// </summary>
internal static class Overloads
{
    internal static LambdaBootstrap MethodGroups() => LambdaBootstrap.Create()
            .Handle("NoneToNone", NoneToNone)
            .Handle("NoneToNoneTask", NoneToNoneTask)
            .Handle("NoneToNoneValueTask", NoneToNoneValueTask)
            .Handle("NoneToNoneContext", NoneToNoneContext)
            .Handle("NoneToNoneTaskContext", NoneToNoneTaskContext)
            .Handle("NoneToNoneValueTaskContext", NoneToNoneValueTaskContext)
            .Handle("NoneToText", NoneToText)
            .Handle("NoneToTextTask", NoneToTextTask)
            .Handle("NoneToTextValueTask", NoneToTextValueTask)
            .Handle("NoneToTextContext", NoneToTextContext)
            .Handle("NoneToTextTaskContext", NoneToTextTaskContext)
            .Handle("NoneToTextValueTaskContext", NoneToTextValueTaskContext)
            .Handle("TextToNone", TextToNone)
            .Handle("TextToNoneTask", TextToNoneTask)
            .Handle("TextToNoneValueTask", TextToNoneValueTask)
            .Handle("TextToNoneContext", TextToNoneContext)
            .Handle("TextToNoneTaskContext", TextToNoneTaskContext)
            .Handle("TextToNoneValueTaskContext", TextToNoneValueTaskContext)
            .Handle("TextToText", TextToText)
            .Handle("TextToTextTask", TextToTextTask)
            .Handle("TextToTextValueTask", TextToTextValueTask)
            .Handle("TextToTextContext", TextToTextContext)
            .Handle("TextToTextTaskContext", TextToTextTaskContext)
            .Handle("TextToTextValueTaskContext", TextToTextValueTaskContext)
            .Handle("StreamToNone", StreamToNone)
            .Handle("StreamToNoneTask", StreamToNoneTask)
            .Handle("StreamToNoneValueTask", StreamToNoneValueTask)
            .Handle("StreamToNoneContext", StreamToNoneContext)
            .Handle("StreamToNoneTaskContext", StreamToNoneTaskContext)
            .Handle("StreamToNoneValueTaskContext", StreamToNoneValueTaskContext)
            .Handle("NoneToStream", NoneToStream)
            .Handle("NoneToStreamTask", NoneToStreamTask)
            .Handle("NoneToStreamValueTask", NoneToStreamValueTask)
            .Handle("NoneToStreamContext", NoneToStreamContext)
            .Handle("NoneToStreamTaskContext", NoneToStreamTaskContext)
            .Handle("NoneToStreamValueTaskContext", NoneToStreamValueTaskContext)
            .Handle("StreamToStream", StreamToStream)
            .Handle("StreamToStreamTask", StreamToStreamTask)
            .Handle("StreamToStreamValueTask", StreamToStreamValueTask)
            .Handle("StreamToStreamContext", StreamToStreamContext)
            .Handle("StreamToStreamTaskContext", StreamToStreamTaskContext)
            .Handle("StreamToStreamValueTaskContext", StreamToStreamValueTaskContext)
            .Handle("NoneToJson", NoneToJson, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonTask", NoneToJsonTask, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonValueTask", NoneToJsonValueTask, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonContext", NoneToJsonContext, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonTaskContext", NoneToJsonTaskContext, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonValueTaskContext", NoneToJsonValueTaskContext, OverloadContext.Default.Receipt)
            .Handle("JsonToNone", JsonToNone, OverloadContext.Default.Order)
            .Handle("JsonToNoneTask", JsonToNoneTask, OverloadContext.Default.Order)
            .Handle("JsonToNoneValueTask", JsonToNoneValueTask, OverloadContext.Default.Order)
            .Handle("JsonToNoneContext", JsonToNoneContext, OverloadContext.Default.Order)
            .Handle("JsonToNoneTaskContext", JsonToNoneTaskContext, OverloadContext.Default.Order)
            .Handle("JsonToNoneValueTaskContext", JsonToNoneValueTaskContext, OverloadContext.Default.Order)
            .Handle("JsonToJson", JsonToJson, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonTask", JsonToJsonTask, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonValueTask", JsonToJsonValueTask, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonContext", JsonToJsonContext, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonTaskContext", JsonToJsonTaskContext, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonValueTaskContext", JsonToJsonValueTaskContext, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("StreamToJson", StreamToJson, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonTask", StreamToJsonTask, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonValueTask", StreamToJsonValueTask, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonContext", StreamToJsonContext, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonTaskContext", StreamToJsonTaskContext, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonValueTaskContext", StreamToJsonValueTaskContext, OverloadContext.Default.Receipt)
            .Handle("JsonToStream", JsonToStream, OverloadContext.Default.Order)
            .Handle("JsonToStreamTask", JsonToStreamTask, OverloadContext.Default.Order)
            .Handle("JsonToStreamValueTask", JsonToStreamValueTask, OverloadContext.Default.Order)
            .Handle("JsonToStreamContext", JsonToStreamContext, OverloadContext.Default.Order)
            .Handle("JsonToStreamTaskContext", JsonToStreamTaskContext, OverloadContext.Default.Order)
            .Handle("JsonToStreamValueTaskContext", JsonToStreamValueTaskContext, OverloadContext.Default.Order);

    internal static LambdaBootstrap Lambdas() => LambdaBootstrap.Create()
            .Handle("NoneToNone", () => { })
            .Handle("NoneToNoneTask", async () => { await Task.Yield(); })
            .Handle("NoneToNoneContext", (ILambdaContext context) => { })
            .Handle("NoneToNoneTaskContext", async (ILambdaContext context) => { await Task.Yield(); })
            .Handle("NoneToText", () => { return "answer"; })
            .Handle("NoneToTextTask", async () => { await Task.Yield(); return "answer"; })
            .Handle("NoneToTextContext", (ILambdaContext context) => { return "answer"; })
            .Handle("NoneToTextTaskContext", async (ILambdaContext context) => { await Task.Yield(); return "answer"; })
            .Handle("TextToNone", (string input) => { })
            .Handle("TextToNoneTask", async (string input) => { await Task.Yield(); })
            .Handle("TextToNoneContext", (string input, ILambdaContext context) => { })
            .Handle("TextToNoneTaskContext", async (string input, ILambdaContext context) => { await Task.Yield(); })
            .Handle("TextToText", (string input) => { return "answer"; })
            .Handle("TextToTextTask", async (string input) => { await Task.Yield(); return "answer"; })
            .Handle("TextToTextContext", (string input, ILambdaContext context) => { return "answer"; })
            .Handle("TextToTextTaskContext", async (string input, ILambdaContext context) => { await Task.Yield(); return "answer"; })
            .Handle("StreamToNone", (Stream input) => { })
            .Handle("StreamToNoneTask", async (Stream input) => { await Task.Yield(); })
            .Handle("StreamToNoneContext", (Stream input, ILambdaContext context) => { })
            .Handle("StreamToNoneTaskContext", async (Stream input, ILambdaContext context) => { await Task.Yield(); })
            .Handle("NoneToStream", () => { return new MemoryStream(); })
            .Handle("NoneToStreamTask", async () => { await Task.Yield(); return new MemoryStream(); })
            .Handle("NoneToStreamContext", (ILambdaContext context) => { return new MemoryStream(); })
            .Handle("NoneToStreamTaskContext", async (ILambdaContext context) => { await Task.Yield(); return new MemoryStream(); })
            .Handle("StreamToStream", (Stream input) => { return new MemoryStream(); })
            .Handle("StreamToStreamTask", async (Stream input) => { await Task.Yield(); return new MemoryStream(); })
            .Handle("StreamToStreamContext", (Stream input, ILambdaContext context) => { return new MemoryStream(); })
            .Handle("StreamToStreamTaskContext", async (Stream input, ILambdaContext context) => { await Task.Yield(); return new MemoryStream(); })
            .Handle("NoneToJson", () => { return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonTask", async () => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonContext", (ILambdaContext context) => { return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("NoneToJsonTaskContext", async (ILambdaContext context) => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("JsonToNone", (Order input) => { }, OverloadContext.Default.Order)
            .Handle("JsonToNoneTask", async (Order input) => { await Task.Yield(); }, OverloadContext.Default.Order)
            .Handle("JsonToNoneContext", (Order input, ILambdaContext context) => { }, OverloadContext.Default.Order)
            .Handle("JsonToNoneTaskContext", async (Order input, ILambdaContext context) => { await Task.Yield(); }, OverloadContext.Default.Order)
            .Handle("JsonToJson", (Order input) => { return new Receipt(); }, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonTask", async (Order input) => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonContext", (Order input, ILambdaContext context) => { return new Receipt(); }, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("JsonToJsonTaskContext", async (Order input, ILambdaContext context) => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
            .Handle("StreamToJson", (Stream input) => { return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonTask", async (Stream input) => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonContext", (Stream input, ILambdaContext context) => { return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("StreamToJsonTaskContext", async (Stream input, ILambdaContext context) => { await Task.Yield(); return new Receipt(); }, OverloadContext.Default.Receipt)
            .Handle("JsonToStream", (Order input) => { return new MemoryStream(); }, OverloadContext.Default.Order)
            .Handle("JsonToStreamTask", async (Order input) => { await Task.Yield(); return new MemoryStream(); }, OverloadContext.Default.Order)
            .Handle("JsonToStreamContext", (Order input, ILambdaContext context) => { return new MemoryStream(); }, OverloadContext.Default.Order)
            .Handle("JsonToStreamTaskContext", async (Order input, ILambdaContext context) => { await Task.Yield(); return new MemoryStream(); }, OverloadContext.Default.Order);

    private static void NoneToNone()
    {
    }

    private static async Task NoneToNoneTask()
    {
        await Task.Yield();
    }

    private static async ValueTask NoneToNoneValueTask()
    {
        await Task.Yield();
    }

    private static void NoneToNoneContext(ILambdaContext context)
    {
    }

    private static async Task NoneToNoneTaskContext(ILambdaContext context)
    {
        await Task.Yield();
    }

    private static async ValueTask NoneToNoneValueTaskContext(ILambdaContext context)
    {
        await Task.Yield();
    }

    private static string NoneToText()
    {
        return "answer";
    }

    private static async Task<string> NoneToTextTask()
    {
        await Task.Yield();
        return "answer";
    }

    private static async ValueTask<string> NoneToTextValueTask()
    {
        await Task.Yield();
        return "answer";
    }

    private static string NoneToTextContext(ILambdaContext context)
    {
        return "answer";
    }

    private static async Task<string> NoneToTextTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return "answer";
    }

    private static async ValueTask<string> NoneToTextValueTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return "answer";
    }

    private static void TextToNone(string input)
    {
    }

    private static async Task TextToNoneTask(string input)
    {
        await Task.Yield();
    }

    private static async ValueTask TextToNoneValueTask(string input)
    {
        await Task.Yield();
    }

    private static void TextToNoneContext(string input, ILambdaContext context)
    {
    }

    private static async Task TextToNoneTaskContext(string input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static async ValueTask TextToNoneValueTaskContext(string input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static string TextToText(string input)
    {
        return "answer";
    }

    private static async Task<string> TextToTextTask(string input)
    {
        await Task.Yield();
        return "answer";
    }

    private static async ValueTask<string> TextToTextValueTask(string input)
    {
        await Task.Yield();
        return "answer";
    }

    private static string TextToTextContext(string input, ILambdaContext context)
    {
        return "answer";
    }

    private static async Task<string> TextToTextTaskContext(string input, ILambdaContext context)
    {
        await Task.Yield();
        return "answer";
    }

    private static async ValueTask<string> TextToTextValueTaskContext(string input, ILambdaContext context)
    {
        await Task.Yield();
        return "answer";
    }

    private static void StreamToNone(Stream input)
    {
    }

    private static async Task StreamToNoneTask(Stream input)
    {
        await Task.Yield();
    }

    private static async ValueTask StreamToNoneValueTask(Stream input)
    {
        await Task.Yield();
    }

    private static void StreamToNoneContext(Stream input, ILambdaContext context)
    {
    }

    private static async Task StreamToNoneTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static async ValueTask StreamToNoneValueTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static Stream NoneToStream()
    {
        return new MemoryStream();
    }

    private static async Task<Stream> NoneToStreamTask()
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> NoneToStreamValueTask()
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static Stream NoneToStreamContext(ILambdaContext context)
    {
        return new MemoryStream();
    }

    private static async Task<Stream> NoneToStreamTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> NoneToStreamValueTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static Stream StreamToStream(Stream input)
    {
        return new MemoryStream();
    }

    private static async Task<Stream> StreamToStreamTask(Stream input)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> StreamToStreamValueTask(Stream input)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static Stream StreamToStreamContext(Stream input, ILambdaContext context)
    {
        return new MemoryStream();
    }

    private static async Task<Stream> StreamToStreamTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> StreamToStreamValueTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static Receipt NoneToJson()
    {
        return new Receipt();
    }

    private static async Task<Receipt> NoneToJsonTask()
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> NoneToJsonValueTask()
    {
        await Task.Yield();
        return new Receipt();
    }

    private static Receipt NoneToJsonContext(ILambdaContext context)
    {
        return new Receipt();
    }

    private static async Task<Receipt> NoneToJsonTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> NoneToJsonValueTaskContext(ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static void JsonToNone(Order input)
    {
    }

    private static async Task JsonToNoneTask(Order input)
    {
        await Task.Yield();
    }

    private static async ValueTask JsonToNoneValueTask(Order input)
    {
        await Task.Yield();
    }

    private static void JsonToNoneContext(Order input, ILambdaContext context)
    {
    }

    private static async Task JsonToNoneTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static async ValueTask JsonToNoneValueTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
    }

    private static Receipt JsonToJson(Order input)
    {
        return new Receipt();
    }

    private static async Task<Receipt> JsonToJsonTask(Order input)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> JsonToJsonValueTask(Order input)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static Receipt JsonToJsonContext(Order input, ILambdaContext context)
    {
        return new Receipt();
    }

    private static async Task<Receipt> JsonToJsonTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> JsonToJsonValueTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static Receipt StreamToJson(Stream input)
    {
        return new Receipt();
    }

    private static async Task<Receipt> StreamToJsonTask(Stream input)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> StreamToJsonValueTask(Stream input)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static Receipt StreamToJsonContext(Stream input, ILambdaContext context)
    {
        return new Receipt();
    }

    private static async Task<Receipt> StreamToJsonTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static async ValueTask<Receipt> StreamToJsonValueTaskContext(Stream input, ILambdaContext context)
    {
        await Task.Yield();
        return new Receipt();
    }

    private static Stream JsonToStream(Order input)
    {
        return new MemoryStream();
    }

    private static async Task<Stream> JsonToStreamTask(Order input)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> JsonToStreamValueTask(Order input)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static Stream JsonToStreamContext(Order input, ILambdaContext context)
    {
        return new MemoryStream();
    }

    private static async Task<Stream> JsonToStreamTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    private static async ValueTask<Stream> JsonToStreamValueTaskContext(Order input, ILambdaContext context)
    {
        await Task.Yield();
        return new MemoryStream();
    }

    // Methods that may return null fit as well.
    private static string? MaybeText(string input) => input.Length > 0 ? input : null;

    private static Task<string?> MaybeTextTask(string input) => Task.FromResult(MaybeText(input));

    private static Receipt? MaybeReceipt(Order input) => input.Id == null ? null : new Receipt();

    internal static LambdaBootstrap Nullable() => LambdaBootstrap.Create()
        .Handle("a", MaybeText)
        .Handle("b", MaybeTextTask)
        .Handle("c", MaybeReceipt, OverloadContext.Default.Order, OverloadContext.Default.Receipt)
        .OnInit(() => { })
        .OnInit(async () => await Task.Yield())
        .OnInit(token => Task.Delay(1, token), TimeSpan.FromSeconds(1))
        .OnInit("a", async token => await Task.Delay(1, token), TimeSpan.FromSeconds(1))
        .OnShutdown(() => { })
        .OnShutdown(async () => await Task.Yield());
}
