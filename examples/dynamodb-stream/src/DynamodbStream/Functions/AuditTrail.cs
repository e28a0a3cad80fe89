using System.Diagnostics.CodeAnalysis;
using DynamodbStream.Events;

namespace DynamodbStream.Functions;

/// <summary>Logs every change to a table: the key, and each attribute that is not what it was.</summary>
public static class AuditTrail
{
    private static readonly Dictionary<string, DynamoDbValue> Nothing = [];

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the batch goes on from that record.")]
    public static BatchResponse Handle(DynamoDbStreamEvent batch, ILambdaContext context)
    {
        foreach (var record in batch.Records)
        {
            try
            {
                context.Logger.LogInformation(Describe(record));
            }
            catch (Exception exception)
            {
                // A stream is an order: what comes after a failure waits until it is dealt with.
                context.Logger.LogError($"{record.Change.SequenceNumber} failed: {exception.Message}");
                return BatchResponse.Failed([record.Change.SequenceNumber]);
            }
        }
        return BatchResponse.Failed([]);
    }

    /// <summary>One line on one change; names in alphabetical order.</summary>
    /// <exception cref="NotSupportedException">The change is of a kind that is not known yet.</exception>
    public static string Describe(DynamoDbStreamRecord record)
    {
        var change = record.Change;
        var key = string.Join(", ", change.Keys.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}"));
        var details = record.EventName switch
        {
            "INSERT" => Names(change).Where(name => !change.Keys.ContainsKey(name))
                .Select(name => $"{name}={change.NewImage![name]}"),
            "MODIFY" => Names(change).Select(name => (Name: name, Old: Text(change.OldImage, name), New: Text(change.NewImage, name)))
                .Where(attribute => attribute.Old != attribute.New)
                .Select(attribute => $"{attribute.Name}: {attribute.Old} -> {attribute.New}"),
            "REMOVE" => [],
            _ => throw new NotSupportedException($"{record.EventName} is no change that this function knows."),
        };
        var list = string.Join(", ", details);
        return list.Length == 0 ? $"{record.EventName} {key}" : $"{record.EventName} {key}: {list}";
    }

    private static IEnumerable<string> Names(DynamoDbChange change) =>
        (change.OldImage ?? Nothing).Keys.Union((change.NewImage ?? Nothing).Keys).Order(StringComparer.Ordinal);

    private static string Text(IReadOnlyDictionary<string, DynamoDbValue>? image, string name) =>
        image?.GetValueOrDefault(name)?.ToString() ?? "null";
}
