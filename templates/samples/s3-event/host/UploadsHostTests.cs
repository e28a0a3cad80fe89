using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class UploadsHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Uploads).Assembly);

    [Fact]
    public async Task The_sample_event_is_logged()
    {
        var result = await Host.InvokeAsync("s3-event", SampleEvent.Text("s3-event.json"));

        Assert.False(result.IsError, result.Payload);
        Assert.Contains("holiday-photos: \"old.jpg\" is gone", result.Log, StringComparison.Ordinal);
    }
}
