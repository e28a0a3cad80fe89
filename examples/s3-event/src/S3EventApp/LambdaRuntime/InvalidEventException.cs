using System;

namespace LambdaRuntime;

/// <summary>
/// The event is not what the handler takes. The message names the type that was expected and the place of
/// the mistake; callers see this as the error's <c>errorType</c>.
/// </summary>
public sealed class InvalidEventException : Exception
{
    internal InvalidEventException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
