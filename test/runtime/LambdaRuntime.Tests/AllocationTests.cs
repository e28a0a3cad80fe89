using System;

namespace RuntimeTests;

/// <summary>
/// A warm invocation allocates nothing in the runtime. Counted on the thread of the loop, which the other
/// side of the connection does not share. The trace variable is left to the tests of the native program:
/// here the test host has made .NET copy the environment, and changing the copy takes a string.
/// </summary>
[Collection("environment")]
public class AllocationTests
{
    private const int Invocations = 1000;

    private static readonly string[] Headers =
    {
        "Lambda-Runtime-Invocation-Id: attempt",
        "Lambda-Runtime-Deadline-Ms: 4102444800000",
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:f",
        "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
    };

    [Fact]
    public void A_handler_of_nothing_allocates_nothing()
    {
        Assert.Equal(0, Measure(bootstrap => bootstrap.Handle("h", () => { })));
    }

    [Fact]
    public void A_handler_that_takes_the_context_allocates_nothing()
    {
        Assert.Equal(0, Measure(bootstrap => bootstrap.Handle("h", context => _ = context.RemainingTime)));
    }

    [Fact]
    public void A_handler_of_strings_costs_the_string_of_the_event_alone()
    {
        // A string of 5 characters is 22 bytes and its end, rounded up to the next 8.
        Assert.Equal(32, Measure(bootstrap => bootstrap.Handle("h", (string _) => "constant")));
    }

    private static long Measure(Func<LambdaBootstrap, LambdaBootstrap> add)
    {
        using var api = new FakeRuntimeApi();
        Action<Invocation> handler = add(LambdaBootstrap.Create()).FindHandler("h").Run;
        var invocation = new Invocation(new RuntimeApiClient(RuntimeApiAddress.Parse(api.Address)));
        for (int i = 0; i < Invocations + 10; i++)
        {
            api.Add("\"event\"", Headers);
        }
        for (int i = 0; i < 10; i++)
        {
            invocation.RunNext(handler, null);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Invocations; i++)
        {
            invocation.RunNext(handler, null);
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Invocations;
    }
}
