using Streaming.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace Streaming.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class ExportHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Export).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered_with_rows()
    {
        var result = await Host.InvokeAsync("streaming", SampleEvent.Text("streaming.json"));

        Assert.True(result.IsStreamed);
        Assert.Contains("\"content-type\":\"text/csv; charset=utf-8\"", result.HttpPrelude!, StringComparison.Ordinal);
        Assert.StartsWith("id,placed,total\n1,2026-01-01T00:00:00Z,10.50\n", result.Payload, StringComparison.Ordinal);
    }
}
