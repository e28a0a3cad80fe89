using System;

namespace LambdaRuntime;

/// <summary>
/// An answer that a handler writes piece by piece. Apart from its implementation, so that a function that
/// streams nothing has no code for it.
/// </summary>
internal abstract class StreamedAnswer
{
    /// <summary>Ends the answer after the handler has returned.</summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal abstract void Complete();

    /// <summary>
    /// Ends the answer after the handler has failed. False when nothing of it has been sent, so that the
    /// failure can be reported as usual.
    /// </summary>
    /// <exception cref="RuntimeApiException">The process has to end.</exception>
    internal abstract bool Fail(Exception exception);
}
