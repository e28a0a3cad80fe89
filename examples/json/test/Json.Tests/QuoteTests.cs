using System.Text.Json;
using Json.Functions;
using Xunit;

namespace Json.Tests;

public class QuoteTests
{
    private static QuoteResponse Ask(QuoteRequest request) => Quote.Handle(request, new TestLambdaContext());

    private static QuoteRequest Read(string json) =>
        JsonSerializer.Deserialize(json, FunctionJsonContext.Default.QuoteRequest)!;

    [Fact]
    public void The_sample_event_is_quoted()
    {
        var request = SampleEvent.Read("json.json", FunctionJsonContext.Default.QuoteRequest);

        var json = JsonSerializer.Serialize(Ask(request), FunctionJsonContext.Default.QuoteResponse);

        Assert.Equal("""{"price":19.90,"currency":"EUR","days":1}""", json);
    }

    [Theory]
    [InlineData("DE", 1, QuoteService.Standard, 7.40, 2)]
    [InlineData("DE", 1000, QuoteService.Standard, 7.40, 2)]
    [InlineData("DE", 1001, QuoteService.Standard, 9.90, 2)]
    [InlineData("FR", 1000, QuoteService.Express, 42.40, 2)]
    [InlineData("FR", 30_000, QuoteService.Standard, 88.90, 6)]
    public void Every_kilogram_begun_counts(string country, int grams, QuoteService service, decimal price, int days)
    {
        var response = Ask(new() { Country = country, WeightGrams = grams, Service = service });

        Assert.Equal(price, response.Price);
        Assert.Equal(days, response.Days);
    }

    [Fact]
    public void All_problems_of_a_request_are_named_at_once()
    {
        var invalid = new QuoteRequest { Country = "Germany", WeightGrams = 0 };

        var exception = Assert.Throws<QuoteInvalidException>(() => Ask(invalid));

        Assert.Equal(
            """country is "Germany"; it must be two capital letters; weightGrams is 0; it must be 1 to 30000.""",
            exception.Message);
    }

    [Theory]
    [InlineData("""{"country":"DE"}""", "weightGrams")]
    [InlineData("""{"country":"DE","weightGrams":"much"}""", "weightGrams")]
    [InlineData("""{"country":"DE","weightGrams":1,"service":"teleport"}""", "service")]
    [InlineData("""{"country":"DE","weightGrams":1,"service":7}""", "service")]
    public void What_is_no_such_request_is_rejected_by_name(string json, string property)
    {
        var exception = Assert.Throws<JsonException>(() => Read(json));

        Assert.Contains(property, exception.Message);
    }

    [Fact]
    public void The_service_may_be_left_out()
    {
        Assert.Equal(QuoteService.Standard, Read("""{"country":"DE","weightGrams":1}""").Service);
    }
}
