using System;
using System.Collections.Generic;

namespace LambdaRuntime;

/// <summary>The function's Handler setting names no handler of the program.</summary>
internal sealed class HandlerNotFoundException : Exception
{
    internal HandlerNotFoundException(string? name, List<NamedHandler> handlers)
        : base($"The function's Handler setting is \"{name}\"; this program has {Names(handlers)}.")
    {
    }

    private static string Names(List<NamedHandler> handlers)
    {
        if (handlers.Count == 0)
        {
            return "no handlers";
        }
        string names = handlers[0].Name;
        for (int i = 1; i < handlers.Count; i++)
        {
            names += ", " + handlers[i].Name;
        }
        return names;
    }
}
