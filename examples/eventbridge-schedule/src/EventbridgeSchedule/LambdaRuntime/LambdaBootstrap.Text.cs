using System;
using System.Threading.Tasks;

namespace LambdaRuntime;

// Handlers may return null; declared without saying so, the overloads fit both kinds of method.
#nullable disable annotations

// Handlers of strings, and of nothing. The event and the answer are JSON strings, as Lambda has them, and the
// handler sees what is between the quotes. They need no serializer.
public sealed partial class LambdaBootstrap
{
    /// <summary>Adds a handler that ignores the event and answers with nothing.</summary>
    public LambdaBootstrap Handle(string name, Action handler)
        => Add(name, call => handler());

    /// <inheritdoc cref="Handle(string, Action)"/>
    public LambdaBootstrap Handle(string name, Action<ILambdaContext> handler)
        => Add(name, call => handler(call.Context));

    /// <inheritdoc cref="Handle(string, Action)"/>
    public LambdaBootstrap Handle(string name, Func<Task> handler)
        => Add(name, call => Wait.For(handler()));

    /// <inheritdoc cref="Handle(string, Action)"/>
    public LambdaBootstrap Handle(string name, Func<ILambdaContext, Task> handler)
        => Add(name, call => Wait.For(handler(call.Context)));

    /// <summary>Adds a handler that ignores the event and answers with a string.</summary>
    public LambdaBootstrap Handle(string name, Func<string> handler)
        => Add(name, call => Text.Write(call, handler()));

    /// <inheritdoc cref="Handle(string, Func{string})"/>
    public LambdaBootstrap Handle(string name, Func<ILambdaContext, string> handler)
        => Add(name, call => Text.Write(call, handler(call.Context)));

    /// <inheritdoc cref="Handle(string, Func{string})"/>
    public LambdaBootstrap Handle(string name, Func<Task<string>> handler)
        => Add(name, call => Text.Write(call, Wait.For(handler())));

    /// <inheritdoc cref="Handle(string, Func{string})"/>
    public LambdaBootstrap Handle(string name, Func<ILambdaContext, Task<string>> handler)
        => Add(name, call => Text.Write(call, Wait.For(handler(call.Context))));

    /// <summary>Adds a handler that takes a string and answers with nothing.</summary>
    public LambdaBootstrap Handle(string name, Action<string> handler)
        => Add(name, call => handler(Text.Read(call)));

    /// <inheritdoc cref="Handle(string, Action{string})"/>
    public LambdaBootstrap Handle(string name, Action<string, ILambdaContext> handler)
        => Add(name, call => handler(Text.Read(call), call.Context));

    /// <inheritdoc cref="Handle(string, Action{string})"/>
    public LambdaBootstrap Handle(string name, Func<string, Task> handler)
        => Add(name, call => Wait.For(handler(Text.Read(call))));

    /// <inheritdoc cref="Handle(string, Action{string})"/>
    public LambdaBootstrap Handle(string name, Func<string, ILambdaContext, Task> handler)
        => Add(name, call => Wait.For(handler(Text.Read(call), call.Context)));

    /// <summary>Adds a handler that takes a string and answers with one.</summary>
    public LambdaBootstrap Handle(string name, Func<string, string> handler)
        => Add(name, call => Text.Write(call, handler(Text.Read(call))));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, ILambdaContext, string> handler)
        => Add(name, call => Text.Write(call, handler(Text.Read(call), call.Context)));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, Task<string>> handler)
        => Add(name, call => Text.Write(call, Wait.For(handler(Text.Read(call)))));

    /// <inheritdoc cref="Handle(string, Func{string, string})"/>
    public LambdaBootstrap Handle(string name, Func<string, ILambdaContext, Task<string>> handler)
        => Add(name, call => Text.Write(call, Wait.For(handler(Text.Read(call), call.Context))));
}
