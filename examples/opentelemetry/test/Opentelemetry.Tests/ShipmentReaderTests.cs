using Opentelemetry.Functions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Opentelemetry.Tests;

public class ShipmentReaderTests
{
    private static async Task<List<Shipment>> Read(ShipmentOptions options, decimal kilograms)
    {
        var reader = new ShipmentReader(new FixedShipmentStore(), options, NullLogger<ShipmentReader>.Instance);
        var found = new List<Shipment>();
        await foreach (var shipment in reader.ReadAsync(kilograms))
        {
            found.Add(shipment);
        }
        return found;
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2.5, 2)]
    [InlineData(100, 0)]
    public async Task What_is_lighter_is_left_out(decimal kilograms, int count)
    {
        Assert.Equal(count, (await Read(new(), kilograms)).Count);
    }

    [Fact]
    public async Task Weights_have_the_unit_of_the_settings()
    {
        var shipment = (await Read(new() { Unit = "g" }, 7))[0];

        Assert.Equal((7000, "g"), (shipment.Weight, shipment.Unit));
    }
}
