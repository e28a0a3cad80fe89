using System;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers of strings, and of nothing. Events and answers are JSON, as Lambda has them: the string between
// quotes. These need no serializer.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that takes a string and answers with one.</summary>
    public LambdaBootstrap Handle(string name, Func<string, string?> handler)
        => Add(name, call => Text.Write(call, handler(Text.Read(call))));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, ILambdaContext, string?> handler)
        => Add(name, call => Text.Write(call, handler(Text.Read(call), call.Context)));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, Task<string?>> handler)
        => Add(name, call => Text.Write(call, Await(handler(Text.Read(call)))));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, ILambdaContext, Task<string?>> handler)
        => Add(name, call => Text.Write(call, Await(handler(Text.Read(call), call.Context))));
}
