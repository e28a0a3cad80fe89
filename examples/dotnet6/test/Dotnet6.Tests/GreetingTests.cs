using Dotnet6.Functions;
using Xunit;

namespace Dotnet6.Tests;

public class GreetingTests
{
    [Theory]
    [InlineData("Ada", "Hello, Ada.")]
    [InlineData(" Grace ", "Hello, Grace.")]
    [InlineData("", "Hello.")]
    public void Greets_by_name(string name, string greeting)
    {
        Assert.Equal(greeting, Greeting.Handle(name, new TestLambdaContext()));
    }
}
