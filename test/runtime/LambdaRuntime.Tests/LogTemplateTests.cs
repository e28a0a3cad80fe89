using System;
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
        Assert.Equal(message, new LogTemplate(message, Array.Empty<object>()).Format());
    }

    [Theory]
    [InlineData("{count} of {name}", "3 of x")]
    [InlineData("{0} of {1}, {0}", "3 of x, 3")]
    [InlineData("{count:D3} of {@name}", "003 of x")]
    [InlineData("{{literal}} {count}", "{literal} 3")]
    [InlineData("{count} {name} {missing}", "3 x {missing}")]
    [InlineData("open {", "open {")]
    [InlineData("{} {count}", "{} 3")]
    public void Values_take_their_places(string message, string expected)
    {
        Assert.Equal(expected, new LogTemplate(message, new object[] { 3, "x" }).Format());
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

    [Fact]
    public void The_culture_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("1.5", new LogTemplate("{a}", new object[] { 1.5 }).Format());
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
            new LogTemplate(template.ToString(), new object[] { "x", "y" }).Format();
            new LogTemplate(template.ToString(), new object[] { "x", "y" }).WriteMembers(record);
        }
    }
}
