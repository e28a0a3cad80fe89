using System;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers of typed values. The type information comes from a JsonSerializerContext, whose code the compiler
// writes: no reflection, so nothing is missing from the native executable.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that takes a value and answers with one.</summary>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, TOutput?> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Json.Read(call, input)), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, ILambdaContext, TOutput?> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Json.Read(call, input), call.Context), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler(Json.Read(call, input))), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, ILambdaContext, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler(Json.Read(call, input), call.Context)), output));

    /// <summary>Adds a handler that takes a value and answers with nothing.</summary>
    public LambdaBootstrap Handle<TInput>(string name, Action<TInput> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => handler(Json.Read(call, input)));

    /// <inheritdoc cref="Handle{TInput}(string, Action{TInput}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(
        string name, Action<TInput, ILambdaContext> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => handler(Json.Read(call, input), call.Context));

    /// <inheritdoc cref="Handle{TInput}(string, Action{TInput}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(string name, Func<TInput, Task> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Wait.For(handler(Json.Read(call, input))));

    /// <inheritdoc cref="Handle{TInput}(string, Action{TInput}, JsonTypeInfo{TInput})"/>
    public LambdaBootstrap Handle<TInput>(
        string name, Func<TInput, ILambdaContext, Task> handler, JsonTypeInfo<TInput> input)
        => Add(name, call => Wait.For(handler(Json.Read(call, input), call.Context)));

    /// <summary>Adds a handler that ignores the event and answers with a value.</summary>
    public LambdaBootstrap Handle<TOutput>(string name, Func<TOutput?> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(
        string name, Func<ILambdaContext, TOutput?> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(call.Context), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(string name, Func<Task<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler()), output));

    /// <inheritdoc cref="Handle{TOutput}(string, Func{TOutput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TOutput>(
        string name, Func<ILambdaContext, Task<TOutput>> handler, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Wait.For(handler(call.Context)), output));
}
