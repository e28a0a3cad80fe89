using System.Runtime.CompilerServices;

namespace Opentelemetry.Functions;

/// <summary>Shipments that stand here; they would come from a database, page by page.</summary>
public sealed class FixedShipmentStore : IShipmentStore
{
    public async IAsyncEnumerable<KeyValuePair<string, decimal>> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (id, kilograms) in new[] { ("s-1", 0.4m), ("s-2", 2.5m), ("s-3", 7m) })
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(id, kilograms);
        }
    }
}
