using Container.Functions;
using Xunit;

namespace Container.Tests;

public class WelcomeTests
{
    private static string Greet(WelcomeRequest request) => Welcome.Handle(request, new TestLambdaContext()).Text;

    [Fact]
    public void The_sample_event_is_answered_in_its_language()
    {
        var request = SampleEvent.Read("container.json", FunctionJsonContext.Default.WelcomeRequest);

        Assert.Equal("Bienvenue, Ada.", Greet(request));
    }

    [Theory]
    [InlineData("de", "Willkommen, Ada.")]
    [InlineData("en", "Welcome, Ada.")]
    [InlineData("xx", "Welcome, Ada.")]
    [InlineData(null, "Welcome, Ada.")]
    public void A_language_that_the_file_lacks_is_answered_in_English(string? language, string text)
    {
        Assert.Equal(text, Greet(new() { Name = "Ada", Language = language }));
    }

    [Fact]
    public void A_text_may_have_the_sign_that_ends_the_language()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "en=1 + 1 = 2\n\nno language\n");

        Assert.Equal("1 + 1 = 2", Assert.Single(Welcome.Read(path)).Value);
        File.Delete(path);
    }
}
