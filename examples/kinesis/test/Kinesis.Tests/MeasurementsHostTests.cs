using Kinesis.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace Kinesis.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class MeasurementsHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Measurements).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("kinesis", SampleEvent.Text("kinesis.json"));

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"49590338271490256608559692538361571095921575989136338503"}]}""",
            result.Payload);
        Assert.Contains("\tinfo\troof: -3", result.Log, StringComparison.Ordinal);
    }
}
