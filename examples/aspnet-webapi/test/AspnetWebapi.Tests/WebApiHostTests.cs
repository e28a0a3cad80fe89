using AspnetWebapi.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace AspnetWebapi.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class WebApiHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(WebApi).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("aspnet-webapi", SampleEvent.Text("aspnet-webapi.json"));

        Assert.Contains("\"statusCode\":200", result.Payload, StringComparison.Ordinal);
        Assert.Contains("Do the dishes", result.Payload, StringComparison.Ordinal);
    }
}
