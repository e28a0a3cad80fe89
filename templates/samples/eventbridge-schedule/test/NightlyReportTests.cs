using System.Globalization;
using System.Text.Json;
using HelloNative.Events;
using HelloNative.Functions;
using Xunit;

namespace HelloNative.Tests;

public class NightlyReportTests
{
    private readonly TestLambdaLogger _logger = new();

    private NightlyReportResult Run(EventBridgeEvent schedule) =>
        NightlyReport.Handle(schedule, new TestLambdaContext { Logger = _logger });

    private static EventBridgeEvent At(string time) => new()
    {
        Id = "e-1",
        Source = "aws.events",
        DetailType = "Scheduled Event",
        Time = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
    };

    [Fact]
    public void The_sample_event_asks_for_the_day_before()
    {
        var schedule = SampleEvent.Read("eventbridge-schedule.json", FunctionJsonContext.Default.EventBridgeEvent);

        var report = Run(schedule);

        Assert.Equal(DateTimeOffset.Parse("2026-02-28T00:00:00Z", CultureInfo.InvariantCulture), report.From);
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture), report.To);
        Assert.Equal("Report for 2026-02-28, asked for by nightly-report", Assert.Single(_logger.Lines));
    }

    [Theory]
    [InlineData("2026-11-24T00:00:00Z", "2026-11-23")]
    [InlineData("2026-11-24T23:59:59Z", "2026-11-23")]
    [InlineData("2028-03-01T03:00:00Z", "2028-02-29")]
    [InlineData("2026-01-01T00:30:00+01:00", "2025-12-30")]
    public void A_day_is_a_day_of_UTC(string time, string day)
    {
        Assert.Equal(DateTimeOffset.Parse($"{day}T00:00:00Z", CultureInfo.InvariantCulture), Run(At(time)).From);
    }

    [Fact]
    public void An_event_that_names_no_rule_is_named_after_its_source()
    {
        Run(At("2026-11-24T03:00:00Z"));

        Assert.Equal("Report for 2026-11-23, asked for by aws.events", Assert.Single(_logger.Lines));
    }

    [Fact]
    public void An_event_may_lack_all_that_is_optional()
    {
        var schedule = JsonSerializer.Deserialize(
            """{"id":"1","source":"aws.events","detail-type":"Scheduled Event","time":"2026-11-24T03:00:00Z"}""",
            FunctionJsonContext.Default.EventBridgeEvent)!;

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T00:00:00Z", CultureInfo.InvariantCulture), Run(schedule).From);
    }
}
