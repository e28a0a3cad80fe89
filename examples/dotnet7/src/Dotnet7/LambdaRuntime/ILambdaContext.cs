using System;
using System.Threading;

namespace LambdaRuntime;

/// <summary>
/// What a handler can know about the invocation it answers and about the function it runs in.
/// The members carry the names of <c>Amazon.Lambda.Core.ILambdaContext</c>, so that function code does
/// not change with the library. The values are those of the running invocation: copy what outlives it.
/// </summary>
public interface ILambdaContext
{
    /// <summary>The id of the request, the same that the caller sees; a retry carries the same id.</summary>
    string AwsRequestId { get; }

    /// <summary>What a mobile client said about itself; null when the caller sent no client context.</summary>
    IClientContext? ClientContext { get; }

    /// <summary>The name of the function.</summary>
    string FunctionName { get; }

    /// <summary>The version that runs; for an alias, the version it points to.</summary>
    string FunctionVersion { get; }

    /// <summary>The caller's Amazon Cognito identity; null when the call carries none.</summary>
    ICognitoIdentity? Identity { get; }

    /// <summary>The ARN that the caller used: of the function, of a version or of an alias.</summary>
    string InvokedFunctionArn { get; }

    /// <summary>Writes to the function's log.</summary>
    ILambdaLogger Logger { get; }

    /// <summary>The CloudWatch log group of the function.</summary>
    string LogGroupName { get; }

    /// <summary>The CloudWatch log stream of this execution environment.</summary>
    string LogStreamName { get; }

    /// <summary>The function's memory setting, in MB (MiB, strictly).</summary>
    int MemoryLimitInMB { get; }

    /// <summary>The time left until Lambda ends the invocation. Negative once it is past.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>The tenant that the invocation is for; null unless the function isolates tenants.</summary>
    string? TenantId => null;

    /// <summary>The X-Ray trace header of the invocation; null when there is none.</summary>
    string? TraceId => null;

    /// <summary>
    /// Cancelled <see cref="LambdaBootstrap.CancellationMarginMilliseconds"/> before the deadline, in time
    /// to give up cleanly. Costs a timer, started the first time it is read in an invocation.
    /// Only the built-in runtime has it.
    /// </summary>
    CancellationToken CancellationToken => CancellationToken.None;
}
