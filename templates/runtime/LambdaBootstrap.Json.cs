using System;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers of typed values. The type information comes from a JsonSerializerContext, which the compiler
// fills in: no reflection, so nothing is missing from the native executable.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that takes a value and answers with one.</summary>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, TOutput> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Json.Read(call, input)), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, ILambdaContext, TOutput> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, handler(Json.Read(call, input), call.Context), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Await(handler(Json.Read(call, input))), output));

    /// <inheritdoc cref="Handle{TInput, TOutput}(string, Func{TInput, TOutput}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public LambdaBootstrap Handle<TInput, TOutput>(
        string name, Func<TInput, ILambdaContext, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
        => Add(name, call => Json.Write(call, Await(handler(Json.Read(call, input), call.Context)), output));

    private static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
