using System;
using System.IO;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace LambdaRuntime;

/// <summary>Handlers of typed values that return a ValueTask.</summary>
/// <remarks>Extensions, so that an async lambda, which could be a Task or a ValueTask, is a Task.</remarks>
public static class ValueTaskJsonHandlers
{
    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TInput, TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ValueTask<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler(Json.Read(call, input))), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TInput, TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ILambdaContext, ValueTask<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler(Json.Read(call, input), call.Context)), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput}(string, Action{TInput}, JsonTypeInfo{TInput})"/>
    public static LambdaBootstrap Handle<TInput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ValueTask> handler, JsonTypeInfo<TInput> input)
        => bootstrap.Add(name, call => Wait.For(handler(Json.Read(call, input))));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput}(string, Action{TInput}, JsonTypeInfo{TInput})"/>
    public static LambdaBootstrap Handle<TInput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ILambdaContext, ValueTask> handler, JsonTypeInfo<TInput> input)
        => bootstrap.Add(name, call => Wait.For(handler(Json.Read(call, input), call.Context)));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TOutput}(string, Func{TOutput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<ValueTask<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler()), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TOutput}(string, Func{TOutput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<ILambdaContext, ValueTask<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler(call.Context)), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TOutput}(string, Func{Stream, TOutput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<Stream, ValueTask<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler(Streams.Read(call))), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TOutput}(string, Func{Stream, TOutput}, JsonTypeInfo{TOutput})"/>
    public static LambdaBootstrap Handle<TOutput>(
        this LambdaBootstrap bootstrap, string name, Func<Stream, ILambdaContext, ValueTask<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => bootstrap.Add(name, call => Json.Write(call, Wait.For(handler(Streams.Read(call), call.Context)), output));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput}(string, Func{TInput, Stream}, JsonTypeInfo{TInput})"/>
    public static LambdaBootstrap Handle<TInput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ValueTask<Stream>> handler, JsonTypeInfo<TInput> input)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler(Json.Read(call, input)))));

    /// <inheritdoc cref="LambdaBootstrap.Handle{TInput}(string, Func{TInput, Stream}, JsonTypeInfo{TInput})"/>
    public static LambdaBootstrap Handle<TInput>(
        this LambdaBootstrap bootstrap, string name, Func<TInput, ILambdaContext, ValueTask<Stream>> handler, JsonTypeInfo<TInput> input)
        => bootstrap.Add(name, call => Streams.Write(call, Wait.For(handler(Json.Read(call, input), call.Context))));
}
