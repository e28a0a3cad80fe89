namespace AspnetReflection.Tests;

/// <summary>The context of one invocation, for tests; set what a test needs.</summary>
public sealed class TestLambdaContext : ILambdaContext
{
    public string AwsRequestId { get; set; } = "00000000-0000-0000-0000-000000000000";

    public IClientContext ClientContext { get; set; } = null!;

    public string FunctionName { get; set; } = "test";

    public string FunctionVersion { get; set; } = "$LATEST";

    public ICognitoIdentity Identity { get; set; } = null!;

    public string InvokedFunctionArn { get; set; } = "arn:aws:lambda:us-east-1:123456789012:function:test";

    public ILambdaLogger Logger { get; set; } = new TestLambdaLogger();

    public string LogGroupName { get; set; } = "/aws/lambda/test";

    public string LogStreamName { get; set; } = "test";

    public int MemoryLimitInMB { get; set; } = 256;

    public TimeSpan RemainingTime { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Collects what a function logs.</summary>
public sealed class TestLambdaLogger : ILambdaLogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Log(string message) => _lines.Add(message);

    public void LogLine(string message) => _lines.Add(message);
}
