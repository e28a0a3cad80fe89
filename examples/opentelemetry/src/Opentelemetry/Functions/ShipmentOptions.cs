namespace Opentelemetry.Functions;

/// <summary>The settings of the function: its environment variables that begin with SHIPMENTS__.</summary>
public sealed class ShipmentOptions
{
    /// <summary>The unit of weights: kg or g.</summary>
    public string Unit { get; set; } = "kg";
}
