using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuntimeTests;

/// <summary>An object within an object.</summary>
public sealed class Chain
{
    /// <summary>The next one.</summary>
    public Chain? Next { get; set; }
}

/// <summary>What AWS's serializer treats in a way of its own.</summary>
public sealed class Measurement
{
    /// <summary>A name that events may write in any case.</summary>
    public string? Name { get; set; }

    /// <summary>Bytes.</summary>
    public byte[]? Data { get; set; }

    /// <summary>A time.</summary>
    public DateTime? Taken { get; set; }

    /// <summary>Bytes as DynamoDB's events have them.</summary>
    public MemoryStream? Stream { get; set; }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Chain))]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class JsonTestContext : JsonSerializerContext
{
}

/// <summary>The same JSON as AWS's serializer, over a context that has options of its own, which AWS's passes over.</summary>
public class JsonOptionsTests
{
    private static readonly JsonTestContext Json = new(LambdaJsonOptions.Create());

    private static Measurement Read(string json) => JsonSerializer.Deserialize(json, Json.Measurement)!;

    private static string Write(Measurement value) => JsonSerializer.Serialize(value, Json.Measurement);

    [Fact]
    public void Names_are_read_in_any_case_and_nulls_are_not_written()
    {
        Assert.Equal("Ada", Read("{\"name\":\"Ada\"}").Name);
        Assert.Equal("Ada", Read("{\"NAME\":\"Ada\"}").Name);
        Assert.Equal("{}", Write(new Measurement()));
    }

    [Fact]
    public void A_naming_policy_names_what_is_written()
    {
        var json = new JsonTestContext(LambdaJsonOptions.Create(JsonNamingPolicy.CamelCase));

        Assert.Equal("{\"name\":\"Ada\"}", JsonSerializer.Serialize(new Measurement { Name = "Ada" }, json.Measurement));
    }

    [Theory]
    [InlineData("[1,2,255]")]
    [InlineData("\"AQL/\"")]
    [InlineData("[ 1 , 2 , 255 ]")]
    public void Bytes_are_read_as_numbers_and_as_base64(string bytes)
    {
        Assert.Equal(new byte[] { 1, 2, 255 }, Read($"{{\"Data\":{bytes}}}").Data);
    }

    [Fact]
    public void Bytes_are_written_as_numbers()
    {
        Assert.Equal("{\"Data\":[1,2,255]}", Write(new Measurement { Data = new byte[] { 1, 2, 255 } }));
        Assert.Equal("{\"Data\":[]}", Write(new Measurement { Data = Array.Empty<byte>() }));
        Assert.Null(Read("{\"Data\":null}").Data);
    }

    [Theory]
    [InlineData("1479978613", "2016-11-24T09:10:13.0000000Z")]
    [InlineData("1479978613.25", "2016-11-24T09:10:13.2500000Z")]
    [InlineData("1479978613123", "2016-11-24T09:10:13.1230000Z")]
    [InlineData("\"2016-11-24T09:10:13Z\"", "2016-11-24T09:10:13.0000000Z")]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("-1", "1969-12-31T23:59:59.0000000Z")]
    public void Times_are_read_as_text_and_as_time_since_1970(string time, string expected)
    {
        Assert.Equal(expected, Read($"{{\"Taken\":{time}}}").Taken!.Value.ToString("O"));
    }

    [Fact]
    public void A_memory_stream_is_base64()
    {
        Assert.Equal(new byte[] { 1, 2, 255 }, Read("{\"Stream\":\"AQL/\"}").Stream!.ToArray());
        Assert.Equal("{\"Stream\":\"AQL/\"}", Write(new Measurement { Stream = new MemoryStream(new byte[] { 1, 2, 255 }) }));
    }

    [Theory]
    [InlineData("{\"Data\":[256]}")]
    [InlineData("{\"Data\":[-1]}")]
    [InlineData("{\"Data\":[\"1\"]}")]
    [InlineData("{\"Data\":[[1]]}")]
    [InlineData("{\"Data\":{}}")]
    [InlineData("{\"Data\":\"no base64!\"}")]
    [InlineData("{\"Taken\":1e300}")]
    [InlineData("{\"Taken\":9223372036854775807}")]
    [InlineData("{\"Taken\":true}")]
    [InlineData("{\"Taken\":\"soon\"}")]
    [InlineData("{\"Stream\":1}")]
    public void What_is_none_of_these_is_an_error_of_the_event(string json)
    {
        Assert.Throws<JsonException>(() => Read(json));
    }
}
