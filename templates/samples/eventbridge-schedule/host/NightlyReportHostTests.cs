using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class NightlyReportHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(NightlyReport).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("eventbridge-schedule", SampleEvent.Text("eventbridge-schedule.json"));

        Assert.Equal("""{"from":"2026-02-28T00:00:00+00:00","to":"2026-03-01T00:00:00+00:00"}""", result.Payload);
        Assert.Contains("Report for 2026-02-28, asked for by nightly-report", result.Log, StringComparison.Ordinal);
    }
}
