using Amazon.Lambda.Core;

[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]

namespace Shouter;

public record Order(string Item, int Count);

public record Receipt(string Text);

public class Function
{
    public Receipt FunctionHandler(Order order, ILambdaContext context)
    {
        context.Logger.LogInformation($"Order of {order.Count}");
        return new Receipt($"{order.Count} x {order.Item.ToUpperInvariant()}");
    }
}
