using System;
using LambdaRuntime;

namespace Compatibility;

/// <summary>
/// A context as people write it for their unit tests, with the members that Amazon.Lambda.Core demands and
/// no more. That this compiles is the test.
/// </summary>
internal sealed class OwnContext : ILambdaContext
{
    public string AwsRequestId => "id";

    public IClientContext? ClientContext => null;

    public string FunctionName => "name";

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity? Identity => null;

    public string InvokedFunctionArn => "arn";

    public ILambdaLogger Logger { get; } = new OwnLogger();

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 128;

    public TimeSpan RemainingTime => TimeSpan.FromSeconds(3);

    private sealed class OwnLogger : ILambdaLogger
    {
        public void Log(string message)
        {
        }

        public void LogLine(string message)
        {
        }
    }
}
