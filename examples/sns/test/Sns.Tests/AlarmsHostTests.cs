using Sns.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace Sns.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class AlarmsHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Alarms).Assembly);

    [Fact]
    public async Task The_sample_event_is_logged()
    {
        var result = await Host.InvokeAsync("sns", SampleEvent.Text("sns.json"));

        Assert.False(result.IsError, result.Payload);
        Assert.Contains("orders-errors: OK -> ALARM (shop).", result.Log, StringComparison.Ordinal);
    }
}
