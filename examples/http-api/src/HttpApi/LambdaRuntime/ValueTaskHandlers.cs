using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers may return null; declared without saying so, the overloads fit both kinds of method.
#nullable disable annotations

/// <summary>Handlers of strings and streams that return a ValueTask.</summary>
/// <remarks>Extensions, so that an async lambda, which could be a Task or a ValueTask, is a Task.</remarks>
public static class ValueTaskHandlers
{
    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action)"/>
    public static LambdaBootstrap Handle(this LambdaBootstrap bootstrap, string name, Func<ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler()));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action)"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<ILambdaContext, ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler(call.Context)));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{string})"/>
    public static LambdaBootstrap Handle(this LambdaBootstrap bootstrap, string name, Func<ValueTask<string>> handler)
        => bootstrap.Add(name, call => Text.Write(call, Wait.For(handler())));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{string})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<ILambdaContext, ValueTask<string>> handler)
        => bootstrap.Add(name, call => Text.Write(call, Wait.For(handler(call.Context))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action{string})"/>
    public static LambdaBootstrap Handle(this LambdaBootstrap bootstrap, string name, Func<string, ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler(Text.Read(call))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action{string})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<string, ILambdaContext, ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler(Text.Read(call), call.Context)));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{string, string})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<string, ValueTask<string>> handler)
        => bootstrap.Add(name, call => Text.Write(call, Wait.For(handler(Text.Read(call)))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{string, string})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<string, ILambdaContext, ValueTask<string>> handler)
        => bootstrap.Add(name, call => Text.Write(call, Wait.For(handler(Text.Read(call), call.Context))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{Stream, Stream})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<Stream, ValueTask<Stream>> handler)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler(Streams.Read(call)))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{Stream, Stream})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<Stream, ILambdaContext, ValueTask<Stream>> handler)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler(Streams.Read(call), call.Context))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action{Stream})"/>
    public static LambdaBootstrap Handle(this LambdaBootstrap bootstrap, string name, Func<Stream, ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler(Streams.Read(call))));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Action{Stream})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<Stream, ILambdaContext, ValueTask> handler)
        => bootstrap.Add(name, call => Wait.For(handler(Streams.Read(call), call.Context)));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{Stream})"/>
    public static LambdaBootstrap Handle(this LambdaBootstrap bootstrap, string name, Func<ValueTask<Stream>> handler)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler())));

    /// <inheritdoc cref="LambdaBootstrap.Handle(string, Func{Stream})"/>
    public static LambdaBootstrap Handle(
        this LambdaBootstrap bootstrap, string name, Func<ILambdaContext, ValueTask<Stream>> handler)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler(call.Context))));
}
