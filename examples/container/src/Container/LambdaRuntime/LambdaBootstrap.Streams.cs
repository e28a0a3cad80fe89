using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers may return null; declared without saying so, the overloads fit both kinds of method.
#nullable disable annotations

// Handlers that read or write the bytes themselves. The stream of the event is valid until the handler returns.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that reads the event itself and answers with the bytes of a stream.</summary>
    public LambdaBootstrap Handle(string name, Func<Stream, Stream> handler)
        => Add(name, call => Streams.Write(call, handler(Streams.Read(call))));

    /// <inheritdoc cref="Handle(string, Func{Stream, Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Stream, ILambdaContext, Stream> handler)
        => Add(name, call => Streams.Write(call, handler(Streams.Read(call), call.Context)));

    /// <inheritdoc cref="Handle(string, Func{Stream, Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Stream, Task<Stream>> handler)
        => Add(name, call => Streams.Write(call, Wait.For(handler(Streams.Read(call)))));

    /// <inheritdoc cref="Handle(string, Func{Stream, Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Stream, ILambdaContext, Task<Stream>> handler)
        => Add(name, call => Streams.Write(call, Wait.For(handler(Streams.Read(call), call.Context))));

    /// <summary>Adds a handler that reads the event itself and answers with nothing.</summary>
    public LambdaBootstrap Handle(string name, Action<Stream> handler)
        => Add(name, call => handler(Streams.Read(call)));

    /// <inheritdoc cref="Handle(string, Action{Stream})"/>
    public LambdaBootstrap Handle(string name, Action<Stream, ILambdaContext> handler)
        => Add(name, call => handler(Streams.Read(call), call.Context));

    /// <inheritdoc cref="Handle(string, Action{Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Stream, Task> handler)
        => Add(name, call => Wait.For(handler(Streams.Read(call))));

    /// <inheritdoc cref="Handle(string, Action{Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Stream, ILambdaContext, Task> handler)
        => Add(name, call => Wait.For(handler(Streams.Read(call), call.Context)));

    /// <summary>Adds a handler that ignores the event and answers with the bytes of a stream.</summary>
    public LambdaBootstrap Handle(string name, Func<Stream> handler)
        => Add(name, call => Streams.Write(call, handler()));

    /// <inheritdoc cref="Handle(string, Func{Stream})"/>
    public LambdaBootstrap Handle(string name, Func<ILambdaContext, Stream> handler)
        => Add(name, call => Streams.Write(call, handler(call.Context)));

    /// <inheritdoc cref="Handle(string, Func{Stream})"/>
    public LambdaBootstrap Handle(string name, Func<Task<Stream>> handler)
        => Add(name, call => Streams.Write(call, Wait.For(handler())));

    /// <inheritdoc cref="Handle(string, Func{Stream})"/>
    public LambdaBootstrap Handle(string name, Func<ILambdaContext, Task<Stream>> handler)
        => Add(name, call => Streams.Write(call, Wait.For(handler(call.Context))));
}
