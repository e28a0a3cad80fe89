using System.Diagnostics;
using System.Linq;
using System.Text;

namespace RuntimeTests;

/// <summary>What the events of AWS's services say of the trace that they belong to.</summary>
public class InvocationTriggerTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Span = "00f067aa0ba902b7";
    private const string Parent = "00-" + Trace + "-" + Span + "-01";
    private const string XRay = "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=" + Span + ";Sampled=1";

    private static InvocationTrigger Read(string json) => InvocationTrigger.Read(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("{\"rawPath\":\"/a\",\"headers\":{\"traceparent\":\"" + Parent + "\"},\"requestContext\":{\"http\":{\"method\":\"GET\"}}}")]
    [InlineData("{\"path\":\"/a\",\"httpMethod\":\"GET\",\"headers\":{\"traceparent\":\"" + Parent + "\"},\"requestContext\":{\"elb\":{}}}")]
    public void A_request_has_its_caller_s_span_as_parent(string json)
    {
        InvocationTrigger trigger = Read(json);

        Assert.Equal(("http", ActivityKind.Server), (trigger.Name, trigger.Kind));
        Assert.Equal(Trace, trigger.Parent.TraceId.ToHexString());
        Assert.True(trigger.Parent.IsRemote);
        Assert.Contains(trigger.Tags, tag => tag.Key == "http.request.method" && (string?)tag.Value == "GET");
        Assert.Contains(trigger.Tags, tag => tag.Key == "url.path" && (string?)tag.Value == "/a");
    }

    [Fact]
    public void Messages_have_the_spans_that_sent_them_as_links()
    {
        InvocationTrigger trigger = Read(
            "{\"Records\":["
            + "{\"eventSource\":\"aws:sqs\",\"messageAttributes\":{\"traceparent\":{\"stringValue\":\"" + Parent + "\",\"dataType\":\"String\"}}},"
            + "{\"eventSource\":\"aws:sqs\",\"attributes\":{\"AWSTraceHeader\":\"" + XRay + "\"}},"
            + "{\"eventSource\":\"aws:sqs\",\"messageAttributes\":{}}]}");

        Assert.Equal(("pubsub", ActivityKind.Consumer), (trigger.Name, trigger.Kind));
        Assert.Equal(default, trigger.Parent);
        Assert.Equal(new[] { Trace, Trace }, trigger.Links.Select(link => link.Context.TraceId.ToHexString()));
    }

    [Fact]
    public void A_notification_has_the_span_that_published_it_as_link()
    {
        InvocationTrigger trigger = Read(
            "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"MessageAttributes\":{\"traceparent\":{\"Type\":\"String\",\"Value\":\"" + Parent + "\"}}}}]}");

        Assert.Equal(Span, Assert.Single(trigger.Links).Context.SpanId.ToHexString());
    }

    [Theory]
    [InlineData("{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}", "datasource")]
    [InlineData("{\"detail-type\":\"Scheduled Event\"}", "timer")]
    [InlineData("{\"Records\":1}", "other")]
    [InlineData("{\"headers\":{\"traceparent\":7},\"requestContext\":[]}", "http")]
    [InlineData("[1]", "other")]
    [InlineData("not json", "other")]
    [InlineData("", "other")]
    public void Every_other_event_has_no_trace(string json, string name)
    {
        InvocationTrigger trigger = Read(json);

        Assert.Equal((name, default(ActivityContext), 0), (trigger.Name, trigger.Parent, trigger.Links.Count));
    }

    [Fact]
    public void A_batch_has_no_more_links_than_a_span_takes()
    {
        string record = "{\"messageAttributes\":{\"traceparent\":{\"stringValue\":\"" + Parent + "\"}}}";

        Assert.Equal(128, Read("{\"Records\":[" + string.Join(',', Enumerable.Repeat(record, 200)) + "]}").Links.Count);
    }

    [Theory]
    [InlineData(XRay, true)]
    [InlineData("Self=1-a; Root=1-4bf92f35-77b34da6a3ce929d0e0e4736; Parent=" + Span + "; Sampled=0", false)]
    [InlineData("Parent=" + Span + ";Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Lineage=1:a:0", false)]
    public void The_header_of_X_Ray_names_a_span(string header, bool isSampled)
    {
        ActivityContext context = XRayHeader.Parse(header);

        Assert.Equal((Trace, Span), (context.TraceId.ToHexString(), context.SpanId.ToHexString()));
        Assert.Equal(isSampled, context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736")]
    [InlineData("Root=1-4bf92f35;Parent=" + Span)]
    [InlineData("Root=1-XXXXXXXX-77b34da6a3ce929d0e0e4736;Parent=" + Span)]
    [InlineData("Root=2-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=" + Span)]
    [InlineData("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=short")]
    [InlineData("Root;Parent;=;")]
    public void A_header_of_X_Ray_that_names_none_is_no_span(string? header)
    {
        Assert.Equal(default, XRayHeader.Parse(header));
    }
}
