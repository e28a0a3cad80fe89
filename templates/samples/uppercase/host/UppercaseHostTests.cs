using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class UppercaseHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Uppercase).Assembly);

    [Fact]
    public async Task A_string_of_JSON_is_answered_with_one()
    {
        var result = await Host.InvokeAsync("uppercase", "\"Hello World\"");

        Assert.Equal("\"HELLO WORLD\"", result.Payload);
    }

    [Fact]
    public async Task An_event_that_is_no_string_is_an_error_with_a_line_in_the_log()
    {
        var result = await Host.InvokeAsync("uppercase", "{}");

        Assert.Equal("InvalidEventException", result.ErrorType);
        Assert.Contains("\tfail\t", result.Log, StringComparison.Ordinal);
    }
}
