using Dotnet7.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace Dotnet7.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class GreetingHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Greeting).Assembly);

    [Fact]
    public async Task A_string_of_JSON_is_answered_with_one()
    {
        var result = await Host.InvokeAsync("dotnet7", "\"Ada\"");

        Assert.Equal("\"Hello, Ada.\"", result.Payload);
    }
}
