using System;
using System.Threading;

namespace LambdaRuntime;

/// <summary>The context of the running invocation. Each value is made when it is first asked for.</summary>
internal sealed class LambdaContext : ILambdaContext
{
    private readonly Invocation _invocation;
    private string? _awsRequestId;
    private string? _invokedFunctionArn;
    private string? _traceId;
    private string? _tenantId;
    private LambdaLogger? _logger;

    // Held as what has to be done with it, so that a function that reads no token has no code for timers.
    private IDisposable? _cancellation;

    internal LambdaContext(Invocation invocation)
    {
        _invocation = invocation;
    }

    public string AwsRequestId => _awsRequestId ??= _invocation.Header(LambdaHeader.AwsRequestId) ?? string.Empty;

    public string InvokedFunctionArn
        => _invokedFunctionArn ??= _invocation.Header(LambdaHeader.InvokedFunctionArn) ?? string.Empty;

    public string? TraceId => _traceId ??= _invocation.Header(LambdaHeader.TraceId);

    public string? TenantId => _tenantId ??= _invocation.Header(LambdaHeader.TenantId);

    public IClientContext? ClientContext
        => LambdaRuntime.ClientContext.Parse(_invocation.Header(LambdaHeader.ClientContext));

    public ICognitoIdentity? Identity => CognitoIdentity.Parse(_invocation.Header(LambdaHeader.CognitoIdentity));

    public string FunctionName => LambdaEnvironment.FunctionName;

    public string FunctionVersion => LambdaEnvironment.FunctionVersion;

    public string LogGroupName => LambdaEnvironment.LogGroupName;

    public string LogStreamName => LambdaEnvironment.LogStreamName;

    public int MemoryLimitInMB => LambdaEnvironment.MemoryLimitInMB;

    public ILambdaLogger Logger => _logger ??= new LambdaLogger(this);

    public TimeSpan RemainingTime
    {
        get
        {
            long now = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
            long remaining = _invocation.DeadlineMs == 0 ? long.MaxValue : _invocation.DeadlineMs - now;

            // Some days at most, which timers can do; Lambda's limit is a quarter of an hour.
            return TimeSpan.FromTicks(Math.Min(remaining, int.MaxValue) * TimeSpan.TicksPerMillisecond);
        }
    }

    public CancellationToken CancellationToken
    {
        get
        {
            if (_cancellation is not CancellationTokenSource source)
            {
                TimeSpan delay = RemainingTime - TimeSpan.FromMilliseconds(LambdaBootstrap.CancellationMarginMilliseconds);
                source = new CancellationTokenSource(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
                _cancellation = source;
            }
            return source.Token;
        }
    }

    /// <summary>Forgets the last invocation.</summary>
    internal void Begin()
    {
        _awsRequestId = null;
        _invokedFunctionArn = null;
        _traceId = null;
        _tenantId = null;
    }

    /// <summary>Gives back what the invocation has used.</summary>
    internal void End()
    {
        _cancellation?.Dispose();
        _cancellation = null;
    }
}
