using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HelloNative.Events;

namespace HelloNative.Functions;

/// <summary>Books payments from a queue, and gives back those that it could not book.</summary>
public static class Payments
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the other messages are done.")]
    public static BatchResponse Handle(SqsEvent batch, ILambdaContext context)
    {
        var failed = new List<string>();
        var stoppedGroups = new HashSet<string>();
        foreach (var message in batch.Messages)
        {
            // In a FIFO queue a message may not overtake an earlier one of its group.
            if (message.MessageGroupId is { } waiting && stoppedGroups.Contains(waiting))
            {
                failed.Add(message.MessageId);
                continue;
            }
            try
            {
                Book(message, context);
            }
            catch (Exception exception)
            {
                context.Logger.LogError($"Message {message.MessageId} failed: {exception.Message}");
                failed.Add(message.MessageId);
                if (message.MessageGroupId is { } group)
                {
                    stoppedGroups.Add(group);
                }
            }
        }
        return BatchResponse.Failed(failed);
    }

    // Messages may be delivered more than once: what stands here must be able to see that it has been done.
    private static void Book(SqsMessage message, ILambdaContext context)
    {
        var payment = JsonSerializer.Deserialize(message.Body, FunctionJsonContext.Default.PaymentsMessage)
            ?? throw new JsonException("The body is null.");
        if (payment.Amount <= 0)
        {
            throw new InvalidOperationException(
                $"The amount of {payment.PaymentId} is not positive.");
        }
        context.Logger.LogInformation($"Booked payment {payment.PaymentId}");
    }
}
