using System.Text.Json;
using Sns.Events;

namespace Sns.Functions;

/// <summary>Logs CloudWatch alarms that come through an SNS topic.</summary>
public static class Alarms
{
    /// <exception cref="JsonException">The message is no notification of an alarm; Lambda tries again.</exception>
    public static void Handle(SnsEvent notifications, ILambdaContext context)
    {
        foreach (var record in notifications.Records)
        {
            var alarm = JsonSerializer.Deserialize(record.Sns.Message, FunctionJsonContext.Default.AlarmsNotification)
                ?? throw new JsonException($"Message {record.Sns.MessageId} is null.");
            var team = record.Sns.MessageAttributes.GetValueOrDefault("team")?.Value ?? "no team";
            var text = $"{alarm.AlarmName}: {alarm.OldState} -> {alarm.NewState} ({team}). {alarm.Reason}";
            if (alarm.NewState == "ALARM")
            {
                context.Logger.LogError(text);
            }
            else
            {
                context.Logger.LogInformation(text);
            }
        }
    }
}
