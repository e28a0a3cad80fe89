using System.Diagnostics.CodeAnalysis;

namespace Comparison;

public enum Speed
{
    Slow,
    Fast,
}

public sealed class Inner
{
    public string? City { get; set; }
}

public sealed class Item
{
    public string? Name { get; set; }

    public decimal? Amount { get; set; }

    public Speed? Speed { get; set; }

    public Inner? Inner { get; set; }

    public List<int>? Numbers { get; set; }

    public Dictionary<string, string>? Tags { get; set; }
}

public sealed class Binary
{
    public byte[]? Data { get; set; }
}

public sealed class Moment
{
    public DateTime? At { get; set; }
}

public sealed class Chain
{
    public Chain? Next { get; set; }
}

public sealed class OrderRefusedException(string? message, Exception? inner = null) : Exception(message, inner);

/// <summary>Handlers whose source is the same for both libraries.</summary>
public static class Handlers
{
    public static Item? Echo(Item? item) => item;

    public static Binary Bytes(Binary binary) => binary;

    public static Moment Date(Moment moment) => moment;

    public static string? Text(string? text) => text;

    public static string Awkward(string text) => "<é&'\"> \ud83d\ude00 \ud800 \u0001 \u2028 " + text;

    public static Stream Copy(Stream input)
    {
        var copy = new MemoryStream();
        input.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    public static void Nothing(Item item)
    {
    }

    public static async Task<Item?> Later(Item item)
    {
        await Task.Yield();
        return item.Name == "null" ? null : item;
    }

    public static Chain? Deep(Item item)
    {
        Chain? chain = null;
        for (int i = 0; i < item.Amount; i++)
        {
            chain = new Chain { Next = chain };
        }
        return chain;
    }

    public static string Context(Item item, ILambdaContext context) => string.Join(
        ' ',
        context.AwsRequestId,
        context.FunctionName,
        context.FunctionVersion,
        context.InvokedFunctionArn,
        context.LogGroupName,
        context.LogStreamName,
        context.MemoryLimitInMB,
        context.TraceId,
        context.TenantId,
        context.Identity?.IdentityId,
        context.ClientContext?.Custom["a"],
        context.RemainingTime > TimeSpan.FromSeconds(1));

    [SuppressMessage("Usage", "CA2201", Justification = "What is compared is what comes of them.")]
    public static Item Fail(Item item) => item.Name switch
    {
        "plain" => throw new InvalidOperationException("no"),
        "own" => throw new OrderRefusedException("refused: \"7\"\nsecond line"),
        "empty" => throw new OrderRefusedException(string.Empty),
        "inner" => throw new OrderRefusedException("outer", new TimeoutException("inner")),
        "many" => throw new AggregateException("several", new TimeoutException("one"), new InvalidOperationException("two")),
        "cancelled" => throw new OperationCanceledException("stopped"),
        _ => throw new NullReferenceException(),
    };

    public static async Task<Item> FailLater(Item item)
    {
        await Task.Yield();
        return Fail(item);
    }

    public static void Log(Item item, ILambdaContext context)
    {
        ILambdaLogger logger = context.Logger;
        switch (item.Name)
        {
            case "plain": logger.LogInformation("ready"); break;
            case "line": logger.LogLine("ready"); break;
            case "values": logger.LogInformation("{count} orders of {name}", 2, "Ann"); break;
            case "positions": logger.LogInformation("{0} orders of {1}", 2, "Ann"); break;
            case "format": logger.LogInformation("{count:000} at {price:0.00}", 7, 1.5m); break;
            case "bad-format": logger.LogInformation("{count:Q9}", 7); break;
            case "too-few": logger.LogInformation("{a} and {b}", 1); break;
            case "too-many": logger.LogInformation("{a}", 1, 2); break;
            case "braces": logger.LogInformation("{{literal}} {a}", 1); break;
            case "open": logger.LogInformation("open { brace {a}", 1); break;
            case "null": logger.LogInformation("{a} is nothing", (object)null!); break;
            case "list": logger.LogInformation("{list}", new List<int> { 1, 2 }); break;
            case "dictionary": logger.LogInformation("{map}", new Dictionary<string, int> { ["a"] = 1 }); break;
            case "bytes": logger.LogInformation("{bytes}", new byte[] { 1, 171 }); break;
            case "date": logger.LogInformation("{date}", new DateTime(2026, 1, 31, 23, 59, 58, 123, DateTimeKind.Utc)); break;
            case "day": logger.LogInformation("{day} {time}", new DateOnly(2026, 1, 31), new TimeOnly(1, 2, 3)); break;
            case "bool": logger.LogInformation("{yes} {number}", true, 1.5); break;
            case "enum": logger.LogInformation("{speed}", Speed.Fast); break;
            case "lines": logger.LogInformation("first\nsecond"); break;
            case "quotes": logger.LogInformation("say \"{a}\"", "a\"b\\c"); break;
            case "levels":
                logger.LogTrace("t");
                logger.LogDebug("d");
                logger.LogInformation("i");
                logger.LogWarning("w");
                logger.LogError("e");
                logger.LogCritical("c");
                break;
            case "exception": logger.LogError(new InvalidOperationException("no"), "it failed for {name}", "Ann"); break;
            case "by-name": logger.Log("Warning", "careful"); break;
            case "static": LambdaLogger.Log("anywhere\n"); break;
            case "console": Console.WriteLine("from the console"); break;
        }
    }
}
