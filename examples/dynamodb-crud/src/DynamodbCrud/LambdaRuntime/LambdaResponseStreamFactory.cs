using System;

namespace LambdaRuntime;

/// <summary>
/// Makes the stream to which a handler writes its answer piece by piece. The function has to be invoked with
/// response streaming; what the handler returns is then ignored. The names are those of Amazon.Lambda.Core.
/// </summary>
public static class LambdaResponseStreamFactory
{
    /// <summary>A stream of bytes.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is not called by a handler, or a second time in an invocation.
    /// </exception>
    public static LambdaResponseStream CreateStream() => Create("application/octet-stream", null);

    /// <summary>A stream of the body of an HTTP response, whose status and headers go before it.</summary>
    /// <inheritdoc cref="CreateStream"/>
    public static LambdaResponseStream CreateHttpStream(HttpResponseStreamPrelude prelude)
    {
        ArgumentNullException.ThrowIfNull(prelude);
        return Create("application/vnd.awslambda.http-integration-response", prelude);
    }

    private static LambdaResponseStream Create(string contentType, HttpResponseStreamPrelude? prelude)
    {
        Invocation invocation = Invocation.Current
            ?? throw new InvalidOperationException("A response stream can be created only while a handler runs.");
        if (invocation.Stream != null)
        {
            throw new InvalidOperationException("The invocation has a response stream already.");
        }
        var answer = new ChunkedAnswer(invocation.Client, contentType, prelude);
        invocation.Stream = answer;
        return new LambdaResponseStream(answer);
    }
}
