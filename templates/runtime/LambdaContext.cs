using System;
using System.Threading;

namespace LambdaRuntime;

/// <summary>The context of the running invocation. Texts are made when they are first asked for.</summary>
internal sealed class LambdaContext : ILambdaContext
{
    private readonly Invocation _invocation;
    private string? _awsRequestId;
    private string? _invokedFunctionArn;
    private string? _traceId;
    private string? _tenantId;

    internal LambdaContext(Invocation invocation)
    {
        _invocation = invocation;
    }

    public string AwsRequestId => _awsRequestId ??= Header(LambdaHeader.AwsRequestId);

    public string InvokedFunctionArn => _invokedFunctionArn ??= Header(LambdaHeader.InvokedFunctionArn);

    public string? TraceId => _traceId ??= _invocation.Header(LambdaHeader.TraceId);

    public string? TenantId => _tenantId ??= _invocation.Header(LambdaHeader.TenantId);

    public IClientContext? ClientContext => null;

    public ICognitoIdentity? Identity => null;

    public string FunctionName => LambdaEnvironment.FunctionName;

    public string FunctionVersion => LambdaEnvironment.FunctionVersion;

    public string LogGroupName => LambdaEnvironment.LogGroupName;

    public string LogStreamName => LambdaEnvironment.LogStreamName;

    public int MemoryLimitInMB => LambdaEnvironment.MemoryLimitInMB;

    public TimeSpan RemainingTime
        => DateTime.UnixEpoch.AddMilliseconds(_invocation.DeadlineMs) - DateTime.UtcNow;

    public ILambdaLogger Logger => throw new NotImplementedException();

    /// <summary>Forgets the last invocation.</summary>
    internal void Begin()
    {
        _awsRequestId = null;
        _invokedFunctionArn = null;
        _traceId = null;
        _tenantId = null;
    }

    private string Header(LambdaHeader header) => _invocation.Header(header) ?? string.Empty;
}
