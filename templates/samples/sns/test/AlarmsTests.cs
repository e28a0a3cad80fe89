using System.Text.Json;
using HelloNative.Events;
using HelloNative.Functions;
using Xunit;

namespace HelloNative.Tests;

public class AlarmsTests
{
    private static IReadOnlyList<string> LogOf(SnsEvent notifications)
    {
        var logger = new TestLambdaLogger();
        Alarms.Handle(notifications, new TestLambdaContext { Logger = logger });
        return logger.Lines;
    }

    private static SnsEvent Notification(string message) => new()
    {
        Records = [new() { Sns = new() { MessageId = "m-1", Message = message } }],
    };

    [Fact]
    public void The_sample_event_is_an_alarm_of_a_team()
    {
        var notifications = SampleEvent.Read("sns.json", FunctionJsonContext.Default.SnsEvent);

        Assert.Equal(
            "orders-errors: OK -> ALARM (shop). Threshold Crossed: 1 datapoint [7.0] was greater than the threshold (5.0).",
            Assert.Single(LogOf(notifications)));
    }

    [Fact]
    public void An_alarm_without_attributes_belongs_to_no_team()
    {
        var message = """{"AlarmName":"a","OldStateValue":"ALARM","NewStateValue":"OK","NewStateReason":"calm"}""";

        Assert.Equal("a: ALARM -> OK (no team). calm", Assert.Single(LogOf(Notification(message))));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("null")]
    [InlineData("""{"AlarmName":"a"}""")]
    public void What_is_no_alarm_is_thrown_so_that_it_comes_again(string message)
    {
        Assert.Throws<JsonException>(() => LogOf(Notification(message)));
    }

    [Fact]
    public void An_event_without_records_is_no_work()
    {
        Assert.Empty(LogOf(JsonSerializer.Deserialize("{}", FunctionJsonContext.Default.SnsEvent)!));
    }
}
