using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RuntimeTests;

public class LogTemplateTests
{
    [Theory]
    [InlineData("no places")]
    [InlineData("{not} replaced without values")]
    public void A_message_without_values_stays_as_it_is(string message)
    {
        Assert.Equal(message, new LogTemplate(message, Array.Empty<object>()).Format(false));
    }

    [Theory]
    [InlineData("{count} of {name}", "3 of x")]
    [InlineData("{0} of {1}, {0}", "3 of x, 3")]
    [InlineData("{count:D3} of {@name}", "003 of x")]
    [InlineData("{{literal}} {count}", "{literal} 3")]
    [InlineData("{count} {name} {missing}", "3 x {missing}")]
    [InlineData("open {", "open {")]
    [InlineData("{} {count}", "{} 3")]
    [InlineData("{count:Q9} {name:Q9}", "3 x")]
    [InlineData("{count:} {name}", "3 x")]
    [InlineData("{1} {2}", "3 x")]
    [InlineData("{0} {0} {2}", "3 x {2}")]
    [InlineData("{1} {0}", "x 3")]
    [InlineData("{99999999999} {0}", "3 x")]
    public void Values_take_their_places(string message, string expected)
    {
        Assert.Equal(expected, new LogTemplate(message, new object[] { 3, "x" }).Format(false));
    }

    [Fact]
    public void Values_become_members_of_a_json_record()
    {
        var record = new ByteBuffer(16);
        object?[] values = { 3, 1.5, true, "te\"xt", null, DateTime.UnixEpoch, double.NaN, 2.5m };

        new LogTemplate("{int} {double} {bool} {text} {none} {time} {nan} {money:F2}", values).WriteMembers(record);

        JsonElement members = JsonDocument.Parse("{\"a\":0" + Encoding.UTF8.GetString(record.Written) + "}").RootElement;
        Assert.Equal(3, members.GetProperty("int").GetInt32());
        Assert.Equal(1.5, members.GetProperty("double").GetDouble());
        Assert.True(members.GetProperty("bool").GetBoolean());
        Assert.Equal("te\"xt", members.GetProperty("text").GetString());
        Assert.False(members.TryGetProperty("none", out _));
        Assert.Equal(DateTime.UnixEpoch, members.GetProperty("time").GetDateTime().ToUniversalTime());
        Assert.Equal("NaN", members.GetProperty("nan").GetString());
        Assert.Equal("2.50", members.GetProperty("money").GetString());
    }

    public static TheoryData<object?, string, string> Values() => new()
    {
        { null, "{v}", "" },
        { new byte[] { 1, 0xab }, "01AB", "\"01AB\"" },
        { new byte[17], new string('0', 32) + "... (17 bytes)", "\"" + new string('0', 32) + "... (17 bytes)\"" },
        { new ReadOnlyMemory<byte>(new byte[] { 255 }), "FF", "\"FF\"" },
        { new[] { 1, 2 }, "[1,2]", "[1,2]" },
        { new List<object?> { "a\n", null, 1.5, new[] { true } }, "[\"a\\n\",null,1.5,[true]]", "[\"a\\n\",null,1.5,[true]]" },
        { new Dictionary<string, object> { ["k"] = new byte[] { 2 } }, "{\"k\":\"02\"}", "{\"k\":\"02\"}" },
        { new Dictionary<int, int> { [1] = 2 }, "{\"1\":2}", "{\"1\":2}" },
        { new DateTime(2026, 1, 31, 23, 59, 59, 123, DateTimeKind.Utc), "2026-01-31T23:59:59.123Z", "\"2026-01-31T23:59:59.123Z\"" },
        { new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.FromHours(2)), "2026-01-31T21:00:00.000Z", "\"2026-01-31T21:00:00.000Z\"" },
        { new DateOnly(2026, 1, 31), "2026-01-31", "\"2026-01-31\"" },
        { new TimeOnly(1, 2, 3), "01:02:03.000", "\"01:02:03.000\"" },
        { 'c', "c", "\"c\"" },
        { new Hostile(), "RuntimeTests.LogTemplateTests+Hostile", "\"RuntimeTests.LogTemplateTests+Hostile\"" },
        { new HostileList(), "\"RuntimeTests.LogTemplateTests+HostileList\"", "\"RuntimeTests.LogTemplateTests+HostileList\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_has_its_text_and_its_json(object? value, string text, string json)
    {
        var template = new LogTemplate("{v}", new[] { value });
        var record = new ByteBuffer(16);

        template.WriteMembers(record);

        Assert.Equal(text, template.Format(false));
        Assert.Equal(json.Length == 0 ? json : ",\"v\":" + json, Encoding.UTF8.GetString(record.Written));
    }

    [Fact]
    public void The_message_of_a_json_record_leaves_lists_to_its_members()
    {
        object[] values = { new[] { 1 }, 2, new Dictionary<string, int>() };

        Assert.Equal("{list} 2 {map}", new LogTemplate("{list} {count} {map}", values).Format(true));
    }

    [Fact]
    public void A_list_that_holds_itself_ends()
    {
        var list = new List<object?>();
        list.Add(list);

        string text = new LogTemplate("{list}", new object[] { list }).Format(false);

        Assert.StartsWith("[[[", text);
        JsonDocument.Parse(text);
    }

    [Fact]
    public void The_culture_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("1.5", new LogTemplate("{a}", new object[] { 1.5 }).Format(false));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Random_templates_never_throw()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var template = new StringBuilder();
            for (int i = random.Next(12); i > 0; i--)
            {
                template.Append("{}:@a0 "[random.Next(7)]);
            }
            var record = new ByteBuffer(16);
            new LogTemplate(template.ToString(), new object[] { "x", "y" }).Format(false);
            new LogTemplate(template.ToString(), new object[] { "x", "y" }).WriteMembers(record);
        }
    }

    private sealed class Hostile : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => throw new InvalidOperationException();
    }

    private sealed class HostileList : List<int>, System.Collections.IList
    {
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new InvalidOperationException();
    }
}
