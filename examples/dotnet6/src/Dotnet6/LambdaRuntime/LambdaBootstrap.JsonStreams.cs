using System;
using System.IO;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers of a typed value on one side and of bytes on the other.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that reads the event itself and answers with a value.</summary>
    public LambdaBootstrap Handle<TOutput>(string name, Func<Stream, TOutput?> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Streams.Read(call)), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{Stream, TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(
        string name, Func<Stream, ILambdaContext, TOutput?> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Streams.Read(call), call.Context), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{Stream, TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(
        string name, Func<Stream, Task<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler(Streams.Read(call))), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{Stream, TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(
        string name, Func<Stream, ILambdaContext, Task<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler(Streams.Read(call), call.Context)), output));

    /// <summary>Adds a handler that takes a value and answers with the bytes of a stream.</summary>
    public LambdaBootstrap Handle<TInput>(string name, Func<TInput, Stream?> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Streams.Write(call, handler(Json.Read(call, input))));

    /// <inheritdoc cref="Handle{TInput}(string, Func{TInput, Stream}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(
        string name, Func<TInput, ILambdaContext, Stream?> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Streams.Write(call, handler(Json.Read(call, input), call.Context)));

    /// <inheritdoc cref="Handle{TInput}(string, Func{TInput, Stream}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(string name, Func<TInput, Task<Stream>> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Streams.Write(call, Wait.For(handler(Json.Read(call, input)))));

    /// <inheritdoc cref="Handle{TInput}(string, Func{TInput, Stream}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(
        string name, Func<TInput, ILambdaContext, Task<Stream>> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Streams.Write(call, Wait.For(handler(Json.Read(call, input), call.Context))));
}
