using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class CatalogHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Catalog).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("http-api", SampleEvent.Text("http-api.json"));

        Assert.Contains("\"statusCode\":200", result.Payload, StringComparison.Ordinal);
        Assert.EndsWith("\tinfo\tGET /products\n", result.Log, StringComparison.Ordinal);
    }
}
