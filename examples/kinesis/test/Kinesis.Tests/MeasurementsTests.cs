using System.Text;
using System.Text.Json;
using Kinesis.Events;
using Kinesis.Functions;
using Xunit;

namespace Kinesis.Tests;

public class MeasurementsTests
{
    private readonly TestLambdaLogger _logger = new();

    private string[] FailuresOf(KinesisEvent batch) =>
        [.. Measurements.Handle(batch, new TestLambdaContext { Logger = _logger })
            .BatchItemFailures.Select(failure => failure.ItemIdentifier)];

    private static KinesisEvent Batch(params string[] data) => new()
    {
        Records = [.. data.Select((json, i) => new KinesisRecord
        {
            Kinesis = new() { PartitionKey = "roof", SequenceNumber = $"{i}", Data = Encoding.UTF8.GetBytes(json) },
        })],
    };

    [Fact]
    public void The_sample_event_is_taken_up_to_the_reading_that_is_none()
    {
        var batch = SampleEvent.Read("kinesis.json", FunctionJsonContext.Default.KinesisEvent);

        var failures = FailuresOf(batch);

        Assert.Equal([batch.Records[2].Kinesis.SequenceNumber], failures);
        Assert.StartsWith("cellar: 11.5 at 2026-11-24T09:30:01.98", _logger.Lines[0]);
        Assert.StartsWith("roof: -3 at ", _logger.Lines[1]);
        Assert.Equal(3, _logger.Lines.Count);
    }

    [Fact]
    public void A_batch_that_can_be_read_is_done()
    {
        Assert.Empty(FailuresOf(Batch("""{"celsius":1}""", """{"celsius":2.5}""")));
        Assert.Equal(2, _logger.Lines.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\u0000")]
    public void What_follows_a_failure_waits(string data)
    {
        Assert.Equal(["1"], FailuresOf(Batch("""{"celsius":1}""", data, """{"celsius":2}""", "{}")));
    }

    [Fact]
    public void A_record_may_lack_all_that_is_optional()
    {
        var batch = JsonSerializer.Deserialize(
            """{"Records":[{"kinesis":{"partitionKey":"roof","sequenceNumber":"7"}}]}""",
            FunctionJsonContext.Default.KinesisEvent)!;

        Assert.Equal(["7"], FailuresOf(batch));
        Assert.Empty(FailuresOf(JsonSerializer.Deserialize("{}", FunctionJsonContext.Default.KinesisEvent)!));
    }
}
