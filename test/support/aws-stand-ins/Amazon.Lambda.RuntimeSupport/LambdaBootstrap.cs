using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>It speaks to no Runtime API: it tells which overload the compiler has chosen for the handler.</summary>
public sealed class LambdaBootstrap(string handler) : IDisposable
{
    public Task RunAsync(CancellationToken cancellationToken = default) => Console.Out.WriteLineAsync(handler);

    public void Dispose()
    {
    }
}

public delegate Task<bool> LambdaBootstrapInitializer();

public sealed class LambdaBootstrapBuilder
{
    private readonly string _handler;

    private LambdaBootstrapBuilder(string handler) => _handler = handler;

    public LambdaBootstrap Build() => new(_handler);

    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer lambdaBootstrapInitializer) => this;

    public static LambdaBootstrapBuilder Create(Func<Task> handler) => new("Func<Task>");

    public static LambdaBootstrapBuilder Create(Func<Stream, Task> handler) => new("Func<Stream, Task>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) => new("Func<TInput, Task>");

    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Task> handler) => new("Func<ILambdaContext, Task>");

    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task> handler) => new("Func<Stream, ILambdaContext, Task>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) => new("Func<TInput, ILambdaContext, Task>");

    public static LambdaBootstrapBuilder Create(Func<Task<Stream>> handler) => new("Func<Task<Stream>>");

    public static LambdaBootstrapBuilder Create(Func<Stream, Task<Stream>> handler) => new("Func<Stream, Task<Stream>>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Task<Stream>> handler, ILambdaSerializer serializer) => new("Func<TInput, Task<Stream>>");

    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Task<Stream>> handler) => new("Func<ILambdaContext, Task<Stream>>");

    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler) => new("Func<Stream, ILambdaContext, Task<Stream>>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task<Stream>> handler, ILambdaSerializer serializer) => new("Func<TInput, ILambdaContext, Task<Stream>>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<Task<TOutput>>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<Stream, Task<TOutput>>");

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<TInput, Task<TOutput>>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<ILambdaContext, Task<TOutput>>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<Stream, ILambdaContext, Task<TOutput>>");

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) => new("Func<TInput, ILambdaContext, Task<TOutput>>");

    public static LambdaBootstrapBuilder Create(Action handler) => new("Action");

    public static LambdaBootstrapBuilder Create(Action<Stream> handler) => new("Action<Stream>");

    public static LambdaBootstrapBuilder Create<TInput>(Action<TInput> handler, ILambdaSerializer serializer) => new("Action<TInput>");

    public static LambdaBootstrapBuilder Create(Action<ILambdaContext> handler) => new("Action<ILambdaContext>");

    public static LambdaBootstrapBuilder Create(Action<Stream, ILambdaContext> handler) => new("Action<Stream, ILambdaContext>");

    public static LambdaBootstrapBuilder Create<TInput>(Action<TInput, ILambdaContext> handler, ILambdaSerializer serializer) => new("Action<TInput, ILambdaContext>");

    public static LambdaBootstrapBuilder Create(Func<Stream> handler) => new("Func<Stream>");

    public static LambdaBootstrapBuilder Create(Func<Stream, Stream> handler) => new("Func<Stream, Stream>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Stream> handler, ILambdaSerializer serializer) => new("Func<TInput, Stream>");

    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Stream> handler) => new("Func<ILambdaContext, Stream>");

    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Stream> handler) => new("Func<Stream, ILambdaContext, Stream>");

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Stream> handler, ILambdaSerializer serializer) => new("Func<TInput, ILambdaContext, Stream>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<TOutput> handler, ILambdaSerializer serializer) => new("Func<TOutput>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, TOutput> handler, ILambdaSerializer serializer) => new("Func<Stream, TOutput>");

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, TOutput> handler, ILambdaSerializer serializer) => new("Func<TInput, TOutput>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<ILambdaContext, TOutput> handler, ILambdaSerializer serializer) => new("Func<ILambdaContext, TOutput>");

    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) => new("Func<Stream, ILambdaContext, TOutput>");

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) => new("Func<TInput, ILambdaContext, TOutput>");
}
