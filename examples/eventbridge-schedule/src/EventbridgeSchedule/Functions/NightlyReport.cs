using System.Globalization;
using EventbridgeSchedule.Events;

namespace EventbridgeSchedule.Functions;

/// <summary>Reports, every night, on the day before (UTC).</summary>
public static class NightlyReport
{
    public static NightlyReportResult Handle(EventBridgeEvent schedule, ILambdaContext context)
    {
        // From the event's time: a run that comes late or again is about the same day.
        var today = new DateTimeOffset(schedule.Time.UtcDateTime.Date, TimeSpan.Zero);
        var report = new NightlyReportResult { From = today.AddDays(-1), To = today };

        var day = report.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var rule = schedule.Resources is [var arn, ..] ? arn[(arn.LastIndexOf('/') + 1)..] : schedule.Source;
        context.Logger.LogInformation($"Report for {day}, asked for by {rule}");
        return report;
    }
}
