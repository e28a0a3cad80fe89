using System.Text.Json;
using S3EventApp.Events;
using S3EventApp.Functions;
using Xunit;

namespace S3EventApp.Tests;

public class UploadsTests
{
    private static S3EventRecord Record(string eventName, string key, long? size = null) => new()
    {
        EventName = eventName,
        S3 = new()
        {
            Bucket = new() { Name = "bucket" },
            Object = new() { EncodedKey = key, Size = size },
        },
    };

    [Fact]
    public void The_sample_event_is_noted_with_keys_as_S3_knows_them()
    {
        var logger = new TestLambdaLogger();
        var notification = SampleEvent.Read("s3-event.json", FunctionJsonContext.Default.S3Event);

        Uploads.Handle(notification, new TestLambdaContext { Logger = logger });

        Assert.Equal(
            ["holiday-photos: \"My photos/été 1+1.jpg\" is new, 180.0 KB", "holiday-photos: \"old.jpg\" is gone"],
            logger.Lines);
    }

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("a+b.txt", "a b.txt")]
    [InlineData("a%2Bb.txt", "a+b.txt")]
    [InlineData("%E4%BD%A0/%F0%9F%98%80", "你/😀")]
    public void A_key_is_decoded_like_a_form(string encoded, string key)
    {
        Assert.Equal(key, Record("ObjectCreated:Put", encoded).S3.Object.Key);
    }

    [Theory]
    [InlineData("ObjectCreated:CompleteMultipartUpload", 0L, "\"k\" is new, 0.0 KB")]
    [InlineData("ObjectRemoved:DeleteMarkerCreated", null, "\"k\" is gone")]
    [InlineData("ObjectRestore:Completed", 1L, "\"k\": ObjectRestore:Completed")]
    public void Every_kind_of_event_is_described(string eventName, long? size, string description)
    {
        Assert.Equal(description, Uploads.Describe(Record(eventName, "k", size)));
    }

    [Fact]
    public void An_event_without_records_is_no_work()
    {
        Uploads.Handle(JsonSerializer.Deserialize("{}", FunctionJsonContext.Default.S3Event)!, new TestLambdaContext());
    }
}
