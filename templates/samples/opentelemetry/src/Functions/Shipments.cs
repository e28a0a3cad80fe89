using System.Globalization;
using HelloNative.Events;
using Microsoft.Extensions.DependencyInjection;

namespace HelloNative.Functions;

/// <summary>Streams the shipments that are as heavy as the caller asks for, one after the other.</summary>
public static class Shipments
{
    public static IAsyncEnumerable<Shipment> Handle(LambdaHttpRequest request, ILambdaContext context)
    {
        var asked = request.QueryValue("minimumKilograms");
        var kilograms = decimal.TryParse(asked, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : 0;

        // The class has a constructor with what it needs; the services make it for this invocation.
        return context.Services.GetRequiredService<ShipmentReader>().ReadAsync(kilograms);
    }
}
