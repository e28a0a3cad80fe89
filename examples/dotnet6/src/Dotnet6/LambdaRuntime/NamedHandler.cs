using System;

namespace LambdaRuntime;

/// <summary>A handler and the name by which the function's Handler setting picks it.</summary>
internal sealed class NamedHandler
{
    internal NamedHandler(string name, Action<Invocation> run)
    {
        Name = name;
        Run = run;
    }

    internal string Name { get; }

    /// <summary>Reads the event, runs the function's code and writes what it answers.</summary>
    internal Action<Invocation> Run { get; }
}
