namespace HelloNative.Functions;

/// <summary>Where shipments are kept.</summary>
public interface IShipmentStore
{
    /// <summary>The shipments by their id, with their weight in kilograms.</summary>
    IAsyncEnumerable<KeyValuePair<string, decimal>> ListAsync(CancellationToken cancellationToken);
}
