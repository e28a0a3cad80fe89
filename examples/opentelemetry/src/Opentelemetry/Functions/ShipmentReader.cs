using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Opentelemetry.Functions;

/// <summary>Reads shipments out of the store.</summary>
public sealed partial class ShipmentReader(IShipmentStore store, ShipmentOptions options, ILogger<ShipmentReader> logger)
{
    private const decimal GramsOfKilogram = 1000;

    private readonly ILogger _logger = logger;

    /// <summary>The shipments of at least a weight.</summary>
    public async IAsyncEnumerable<Shipment> ReadAsync(
        decimal kilograms, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The child of the invocation's span; null where nothing listens.
        using var span = Startup.Tracing.StartActivity("read shipments");
        var count = 0;
        await foreach (var (id, weight) in store.ListAsync(cancellationToken))
        {
            if (weight >= kilograms)
            {
                count++;
                yield return new()
                {
                    Id = id,
                    Weight = options.Unit == "g" ? weight * GramsOfKilogram : weight,
                    Unit = options.Unit,
                };
            }
        }
        span?.SetTag("shipments.count", count);
        LogRead(count, kilograms);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} shipments of at least {Kilograms} kg")]
    private partial void LogRead(int count, decimal kilograms);
}
