using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class PaymentsHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Payments).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("sqs-batch", SampleEvent.Text("sqs-batch.json"));

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"2e1424d4-f796-459a-8184-9c92662be6da"}]}""",
            result.Payload);
        Assert.Contains("Booked payment p-1001", result.Log, StringComparison.Ordinal);
    }
}
