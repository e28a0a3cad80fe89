using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class ReportsHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Reports).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("aspnet-reflection", SampleEvent.Text("aspnet-reflection.json"));

        Assert.Contains("\"statusCode\":200", result.Payload, StringComparison.Ordinal);
        Assert.Contains("2026-10,1350", result.Payload, StringComparison.Ordinal);
    }
}
