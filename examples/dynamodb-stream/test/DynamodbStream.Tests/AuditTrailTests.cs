using System.Text.Json;
using DynamodbStream.Events;
using DynamodbStream.Functions;
using Xunit;

namespace DynamodbStream.Tests;

public class AuditTrailTests
{
    private readonly TestLambdaLogger _logger = new();

    private BatchResponse Run(DynamoDbStreamEvent batch) =>
        AuditTrail.Handle(batch, new TestLambdaContext { Logger = _logger });

    private static DynamoDbStreamEvent Read(string records) => JsonSerializer.Deserialize(
        $$"""{"Records":[{{records}}]}""", FunctionJsonContext.Default.DynamoDbStreamEvent)!;

    [Fact]
    public void The_sample_event_is_told_in_three_lines()
    {
        var batch = SampleEvent.Read("dynamodb-stream.json", FunctionJsonContext.Default.DynamoDbStreamEvent);

        Assert.Empty(Run(batch).BatchItemFailures);
        Assert.Equal(
            [
                """INSERT id="o-1": paid=false, tags=<"express", "gift">, total=49.90""",
                """MODIFY id="o-1": address: null -> {city: "Berlin", lines: ["Hauptstr. 1", null]}, paid: false -> true""",
                "REMOVE id=\"o-0\"",
            ],
            _logger.Lines);
    }

    [Fact]
    public void The_first_change_that_fails_is_where_to_go_on_from()
    {
        var batch = Read("""
            {"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1","Keys":{"id":{"N":"7"}}}},
            {"eventName":"RENAME","dynamodb":{"SequenceNumber":"2","Keys":{"id":{"N":"8"}}}},
            {"eventName":"REMOVE","dynamodb":{"SequenceNumber":"3","Keys":{"id":{"N":"9"}}}}
            """);

        Assert.Equal("2", Assert.Single(Run(batch).BatchItemFailures).ItemIdentifier);
        Assert.Equal(["REMOVE id=7", "2 failed: RENAME is no change that this function knows."], _logger.Lines);
    }

    [Theory]
    [InlineData("""{"S":"text"}""", "\"text\"")]
    [InlineData("""{"N":"12345678901234567890123456789012345678"}""", "12345678901234567890123456789012345678")]
    [InlineData("""{"BOOL":true}""", "true")]
    [InlineData("""{"NULL":true}""", "null")]
    [InlineData("""{"B":"AAEC"}""", "base64 AAEC")]
    [InlineData("""{"L":[{"N":"1"},{"S":"b"}]}""", "[1, \"b\"]")]
    [InlineData("""{"M":{"b":{"N":"2"},"a":{"N":"1"}}}""", "{a: 1, b: 2}")]
    [InlineData("""{"SS":["b","a"]}""", "<\"a\", \"b\">")]
    [InlineData("""{"NS":["2","1"]}""", "<1, 2>")]
    [InlineData("""{"BS":["AQ==","AA=="]}""", "<AA==, AQ==>")]
    public void A_value_of_every_type_can_be_read(string json, string text)
    {
        var value = JsonSerializer.Deserialize(json, FunctionJsonContext.Default.DynamoDbValue)!;

        Assert.Equal(text, value.ToString());
    }

    [Fact]
    public void A_number_is_exact()
    {
        Assert.Equal(0.1m, new DynamoDbValue { Number = "0.1" }.ToDecimal());
        Assert.Equal(1200m, new DynamoDbValue { Number = "1.2E3" }.ToDecimal());
        Assert.Throws<FormatException>(() => new DynamoDbValue { Text = "0.1" }.ToDecimal());
        Assert.Throws<FormatException>(() => new DynamoDbValue { Number = "1E125" }.ToDecimal());
    }

    [Fact]
    public void A_change_may_lack_all_that_is_optional()
    {
        var batch = Read("""{"eventName":"MODIFY","dynamodb":{"SequenceNumber":"1"}}""");

        Assert.Empty(Run(batch).BatchItemFailures);
        Assert.Empty(Run(JsonSerializer.Deserialize("{}", FunctionJsonContext.Default.DynamoDbStreamEvent)!).BatchItemFailures);
    }
}
