using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using LambdaRuntime;

namespace NativeTests;

/// <summary>Handlers that leave what they set on their thread: an invocation must not see another's.</summary>
internal static class StateHandlers
{
    private static readonly AsyncLocal<string?> Local = new();
    private static readonly CultureInfo Clean = CultureInfo.CurrentCulture;

    /// <summary>Answers with the event, or with what it has seen of another invocation. Every second one awaits.</summary>
    internal static Task<string> Keep(string input, ILambdaContext context)
    {
        string? before = Seen();
        if (before != null)
        {
            return Task.FromResult("seen before: " + before);
        }
        Local.Value = input;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = input;
        CultureInfo.CurrentCulture = culture;
        new Activity(input).Start();
        return input.Length % 2 == 0 ? Task.FromResult(Check(input, context)) : CheckLater(input, context);
    }

    private static async Task<string> CheckLater(string input, ILambdaContext context)
    {
        await Task.Yield();
        string seen = await Task.Run(() => Check(input, context));
        return seen == input ? Check(input, context) : seen;
    }

    private static string Check(string input, ILambdaContext context)
        => Local.Value == input
            && Activity.Current?.OperationName == input
            && CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator == input
            && LambdaContext.Current == context
            && context.AwsRequestId == "id-" + input
                ? input
                : "seen instead: " + Seen();

    private static string? Seen()
        => Local.Value == null && Activity.Current == null && CultureInfo.CurrentCulture == Clean
            ? null
            : $"{Local.Value} {Activity.Current?.OperationName} {CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator}";
}
