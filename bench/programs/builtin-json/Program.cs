// A function of typed values, for its size: what it does with them is not measured.
using System.Text.Json.Serialization;
using LambdaRuntime;

return LambdaBootstrap.Create()
    .Handle("orders", Orders.Handle, FunctionJsonContext.Default.Order, FunctionJsonContext.Default.Receipt)
    .Run();

internal sealed record Order(string Id, int Quantity);

internal sealed record Receipt(string Id, int Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class FunctionJsonContext : JsonSerializerContext
{
}

internal static class Orders
{
    public static Receipt Handle(Order order, ILambdaContext context) => new(order.Id, order.Quantity * 3);
}
