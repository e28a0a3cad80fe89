using System;

namespace LambdaRuntime;

/// <summary>
/// The Runtime API cannot be used any more: the process has to end, and Lambda starts another. The message
/// is one line for the log.
/// </summary>
internal sealed class RuntimeApiException : Exception
{
    internal RuntimeApiException(string message) : base(message)
    {
    }
}
