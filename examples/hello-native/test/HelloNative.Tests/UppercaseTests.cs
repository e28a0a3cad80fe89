using HelloNative.Functions;
using Xunit;

namespace HelloNative.Tests;

public class UppercaseTests
{
    [Theory]
    [InlineData("Hello World", "HELLO WORLD")]
    [InlineData("", "")]
    [InlineData("già 1", "GIÀ 1")]
    public void Answers_in_upper_case(string input, string expected)
    {
        Assert.Equal(expected, Uppercase.Handle(input, new TestLambdaContext()));
    }
}
