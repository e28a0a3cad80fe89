using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using LambdaRuntime;

namespace Compatibility;

/// <summary>A base class of handlers, as projects with many functions have one.</summary>
/// <typeparam name="TRequest">What comes.</typeparam>
/// <typeparam name="TResponse">What goes.</typeparam>
public abstract class Function<TRequest, TResponse>
{
    /// <summary>The handler.</summary>
    public Task<TResponse> HandleAsync(TRequest request, ILambdaContext context) => RunAsync(request);

    /// <summary>What a function does.</summary>
    protected abstract Task<TResponse> RunAsync(TRequest request);
}

/// <summary>A class with a handler of its base class, others of its own, and a dependency.</summary>
public sealed class OrderFunctions : Function<Order, Receipt>
{
    private readonly int _total;

    /// <summary>An instance with what it depends on.</summary>
    public OrderFunctions(Dependency dependency)
    {
        ArgumentNullException.ThrowIfNull(dependency);
        _total = dependency.Total;
    }

    /// <summary>A handler.</summary>
    public Receipt Quote(Order order) => new() { Total = _total };

    /// <summary>A handler that returns nothing.</summary>
    public void Forget(Order order)
    {
    }

    /// <summary>A handler that streams elements.</summary>
    public async IAsyncEnumerable<Receipt> List(Order order)
    {
        for (int i = 0; i < _total; i++)
        {
            await Task.Yield();
            yield return new Receipt { Total = i };
        }
    }

    /// <summary>A handler that streams a text.</summary>
    public async IAsyncEnumerable<string> Tell(Order order, ILambdaContext context)
    {
        await Task.Yield();
        yield return "order ";
        yield return order?.Id ?? "none";
    }

    /// <inheritdoc/>
    protected override Task<Receipt> RunAsync(Order request) => Task.FromResult(new Receipt { Total = _total });
}

/// <summary>What a handler's class asks for.</summary>
public sealed class Dependency
{
    /// <summary>A value.</summary>
    public int Total { get; set; } = 3;
}

/// <summary>Handlers that are instance methods. That this compiles, without casts and type arguments, is a test.</summary>
internal static class Shapes
{
    private static readonly OverloadContext Json = OverloadContext.Default;

    /// <summary>Of an instance that the program makes.</summary>
    internal static LambdaBootstrap OfInstance(OrderFunctions orders) => LambdaBootstrap.Create()
        .Handle("base", orders.HandleAsync, Json.Order, Json.Receipt)
        .Handle("quote", orders.Quote, Json.Order, Json.Receipt)
        .Handle("forget", orders.Forget, Json.Order)
        .Handle("list", orders.List, Json.Order, Json.Receipt)
        .Handle("tell", orders.Tell, Json.Order)
        .Handle("list-lambda", order => orders.List(order), Json.Order, Json.Receipt)
        .Handle("tell-lambda", (order, context) => orders.Tell(order, context), Json.Order);

    /// <summary>Of an instance that the services make.</summary>
    internal static LambdaBootstrap OfServices() => LambdaBootstrap.Create()
        .Handle("base", (OrderFunctions orders, Order order, ILambdaContext context) => orders.HandleAsync(order, context), Json.Order, Json.Receipt)
        .Handle("quote", (OrderFunctions orders, Order order) => orders.Quote(order), Json.Order, Json.Receipt)
        .Handle("quote-context", (OrderFunctions orders, Order order, ILambdaContext context) => orders.Quote(order), Json.Order, Json.Receipt)
        .Handle("later", async (OrderFunctions orders, Order order) => await orders.HandleAsync(order, null!), Json.Order, Json.Receipt)
        .Handle("forget", (OrderFunctions orders, Order order) => orders.Forget(order), Json.Order)
        .Handle("forget-context", (OrderFunctions orders, Order order, ILambdaContext context) => orders.Forget(order), Json.Order)
        .Handle("forget-later", async (OrderFunctions orders, Order order) => await Task.Yield(), Json.Order)
        .Handle("forget-later-context", async (OrderFunctions orders, Order order, ILambdaContext context) => await Task.Yield(), Json.Order);
}
