using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Opentelemetry.Functions;
using LambdaRuntime.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Opentelemetry.Tests;

/// <summary>The function as Lambda runs it, with its services, its middleware and its spans, in the process of the test.</summary>
public class ShipmentsHostTests
{
    private static LambdaTestHost NewHost() => LambdaTestHost.OfProgram(typeof(Shipments).Assembly);

    [Fact]
    public async Task The_sample_event_is_answered_with_a_stream()
    {
        var result = await NewHost().InvokeAsync("opentelemetry", SampleEvent.Text("opentelemetry.json"));

        Assert.True(result.IsStreamed, result.Payload);
        Assert.Equal(
            """[{"id":"s-2","weight":2.5,"unit":"kg"},{"id":"s-3","weight":7,"unit":"kg"}]""",
            result.Payload);
        Assert.Contains("\tinfo\t2 shipments of at least 2 kg\n", result.Log, StringComparison.Ordinal);
        Assert.Contains("\tinfo\tGET /shipments took ", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_put_a_store_of_its_own_in_place()
    {
        var host = NewHost().ReplaceServices<IServiceCollection>(
            services => services.Replace(ServiceDescriptor.Singleton<IShipmentStore>(new NoShipments())));

        var result = await host.InvokeAsync("opentelemetry", SampleEvent.Text("opentelemetry.json"));

        Assert.Equal("[]", result.Payload);
    }

    [Fact]
    public async Task The_span_of_the_invocation_belongs_to_the_trace_of_the_caller()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "LambdaRuntime" or "Shipments",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await NewHost().InvokeAsync("opentelemetry", SampleEvent.Text("opentelemetry.json"));

        // Other tests may run at the same time.
        var mine = spans.Where(span => span.TraceId.ToHexString() == "4bf92f3577b34da6a3ce929d0e0e4736").ToList();
        var invocation = Assert.Single(mine, span => span.Kind == ActivityKind.Server);
        Assert.Equal("00f067aa0ba902b7", invocation.ParentSpanId.ToHexString());
        Assert.Equal("GET", invocation.GetTagItem("http.request.method"));
        Assert.Contains(mine, span => span.ParentSpanId == invocation.SpanId && span.OperationName == "read shipments");
    }

    private sealed class NoShipments : IShipmentStore
    {
        public async IAsyncEnumerable<KeyValuePair<string, decimal>> ListAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield break;
        }
    }
}
