using Container.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace Container.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class WelcomeHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Welcome).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("container", SampleEvent.Text("container.json"));

        Assert.Equal("""{"text":"Bienvenue, Ada."}""", result.Payload);
    }
}
