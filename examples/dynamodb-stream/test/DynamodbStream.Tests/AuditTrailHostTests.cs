using DynamodbStream.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace DynamodbStream.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class AuditTrailHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(AuditTrail).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("dynamodb-stream", SampleEvent.Text("dynamodb-stream.json"));

        Assert.Equal("""{"batchItemFailures":[]}""", result.Payload);
        Assert.Contains("\tinfo\tREMOVE id=\"o-0\"", result.Log, StringComparison.Ordinal);
    }
}
