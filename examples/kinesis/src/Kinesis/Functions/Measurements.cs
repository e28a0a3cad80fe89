using System.Globalization;
using System.Text.Json;
using Kinesis.Events;

namespace Kinesis.Functions;

/// <summary>Takes temperatures from a stream, in order, up to the first that cannot be read.</summary>
public static class Measurements
{
    public static BatchResponse Handle(KinesisEvent batch, ILambdaContext context)
    {
        foreach (var record in batch.Records.Select(record => record.Kinesis))
        {
            try
            {
                var reading = JsonSerializer.Deserialize(record.Data, FunctionJsonContext.Default.MeasurementsReading)
                    ?? throw new JsonException("The record is null.");
                context.Logger.LogInformation(string.Create(
                    CultureInfo.InvariantCulture, $"{record.PartitionKey}: {reading.Celsius} at {record.ArrivalTime:O}"));
            }
            catch (JsonException exception)
            {
                // The first failure is where Lambda goes on; to look at the others is of no use.
                context.Logger.LogError($"{record.SequenceNumber} cannot be read: {exception.Message}");
                return BatchResponse.Failed([record.SequenceNumber]);
            }
        }
        return BatchResponse.Failed([]);
    }
}
