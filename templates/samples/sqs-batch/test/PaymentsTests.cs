using System.Text.Json;
using HelloNative.Events;
using HelloNative.Functions;
using Xunit;

namespace HelloNative.Tests;

public class PaymentsTests
{
    private const string Good = """{"paymentId":"p-1","amount":1,"currency":"EUR"}""";
    private const string Bad = """{"paymentId":"p-2","amount":0,"currency":"EUR"}""";

    private static string[] FailuresOf(params SqsMessage[] messages) =>
        [.. Payments.Handle(new SqsEvent { Messages = messages }, new TestLambdaContext())
            .BatchItemFailures.Select(failure => failure.ItemIdentifier)];

    private static SqsMessage Message(string id, string body, string? group = null) => new()
    {
        MessageId = id,
        Body = body,
        Attributes = group is null ? [] : new Dictionary<string, string> { ["MessageGroupId"] = group },
    };

    [Fact]
    public void The_sample_event_gives_back_the_payment_that_is_none()
    {
        var batch = SampleEvent.Read("sqs-batch.json", FunctionJsonContext.Default.SqsEvent);

        var response = Payments.Handle(batch, new TestLambdaContext());

        Assert.Equal(batch.Messages[1].MessageId, Assert.Single(response.BatchItemFailures).ItemIdentifier);
        Assert.Equal("web", batch.Messages[0].MessageAttributes["origin"].StringValue);
    }

    [Fact]
    public void A_batch_in_which_nothing_fails_is_done()
    {
        Assert.Empty(FailuresOf(Message("a", Good), Message("b", Good)));
    }

    [Theory]
    [InlineData(Bad)]
    [InlineData("""{"paymentId":"p-3"}""")]
    [InlineData("null")]
    [InlineData("no JSON")]
    [InlineData("")]
    public void One_failure_leaves_the_others_alone(string body)
    {
        Assert.Equal(["b"], FailuresOf(Message("a", Good), Message("b", body), Message("c", Good)));
    }

    [Fact]
    public void In_a_FIFO_queue_a_failure_holds_back_what_follows_in_its_group()
    {
        var failures = FailuresOf(
            Message("a", Bad, "one"), Message("b", Good, "two"), Message("c", Good, "one"), Message("d", Good, "two"));

        Assert.Equal(["a", "c"], failures);
    }

    [Fact]
    public void A_message_may_lack_all_that_is_optional()
    {
        var batch = JsonSerializer.Deserialize(
            """{"Records":[{"messageId":"a"}]}""", FunctionJsonContext.Default.SqsEvent)!;

        Assert.Equal(["a"], FailuresOf([.. batch.Messages]));
        Assert.Empty(JsonSerializer.Deserialize("{}", FunctionJsonContext.Default.SqsEvent)!.Messages);
    }

    [Fact]
    public void What_is_null_counts_as_absent()
    {
        var batch = JsonSerializer.Deserialize(
            """{"Records":[{"messageId":"a","attributes":null,"messageAttributes":null}]}""",
            FunctionJsonContext.Default.SqsEvent)!;

        Assert.Equal(["a"], FailuresOf([.. batch.Messages]));
        Assert.Empty(JsonSerializer.Deserialize("{\"Records\":null}", FunctionJsonContext.Default.SqsEvent)!.Messages);
    }
}
