using HelloNative.Functions;
using LambdaRuntime.Testing;
using Xunit;

namespace HelloNative.Tests;

/// <summary>The function as Lambda runs it: its JSON, its errors and its log, in the process of the test.</summary>
public class QuoteHostTests
{
    private static readonly LambdaTestHost Host = LambdaTestHost.OfProgram(typeof(Quote).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered()
    {
        var result = await Host.InvokeAsync("json", SampleEvent.Text("json.json"));

        Assert.Equal("""{"price":19.90,"currency":"EUR","days":1}""", result.Payload);
    }

    [Fact]
    public async Task Problems_of_a_request_are_the_error_that_the_caller_gets()
    {
        var result = await Host.InvokeAsync("json", """{"country":"Germany","weightGrams":1}""");

        Assert.Equal("QuoteInvalidException", result.ErrorType);
        Assert.Equal("""country is "Germany"; it must be two capital letters.""", result.ErrorMessage);
    }
}
