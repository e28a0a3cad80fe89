using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace RuntimeTests;

public class JsonTextTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"hello\"", "hello")]
    [InlineData(" \r\n\t\"padded\" \n", "padded")]
    [InlineData("null", null)]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u00e9\\uD83D\\uDE00\"", "é😀")]
    [InlineData("\"é😀\"", "é😀")]
    public void Strings_are_read(string json, string? expected)
    {
        Assert.Equal(expected, JsonText.Read(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("{\"a\":1}", "begins with '{' at byte 0")]
    [InlineData(" 12", "begins with '1' at byte 1")]
    [InlineData("\"", "begins with '\"' at byte 0")]
    [InlineData("\"a", "begins with '\"' at byte 0")]
    [InlineData("\"a\" \"b\"", "byte 2")]
    [InlineData("\"a\nb\"", "byte 2")]
    [InlineData("\"\\x\"", "escape stands at byte 1")]
    [InlineData("\"\\u12g4\"", "escape stands at byte 1")]
    [InlineData("\"\\u12\"", "escape stands at byte 1")]
    [InlineData("\"\\\"", "escape stands at byte 1")]
    public void What_is_no_string_is_an_error_that_says_where(string json, string where)
    {
        var exception = Assert.Throws<InvalidEventException>(() => JsonText.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(where, exception.Message);
    }

    [Fact]
    public void Strings_are_read_as_System_Text_Json_reads_them()
    {
        for (int seed = 0; seed < 5000; seed++)
        {
            string text = RandomText(new Random(seed));
            string json = JsonSerializer.Serialize(text);

            Assert.Equal(text, JsonText.Read(Encoding.UTF8.GetBytes(json)));
        }
    }

    [Fact]
    public void Strings_are_written_so_that_System_Text_Json_reads_them()
    {
        for (int seed = 0; seed < 5000; seed++)
        {
            string text = RandomText(new Random(seed));
            var output = new ByteBuffer(4);

            JsonText.Write(output, text);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(output.Written));

            output.Clear();
            JsonText.WriteAscii(output, text);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(output.Written));
            Assert.DoesNotContain(output.Written.ToArray(), value => value < ' ' || value > '~');
        }
    }

    [Fact]
    public void A_character_that_is_not_plain_is_seen_at_every_place_of_a_text()
    {
        // Longer than some vectors, and of every remainder.
        for (int length = 1; length < 100; length++)
        {
            for (int at = 0; at < length; at++)
            {
                foreach (char letter in "\"\\\n\u0000~\u007f\u0080\u00ffĀ漢")
                {
                    string text = new string('a', at) + letter + new string('z', length - at - 1);
                    var output = new ByteBuffer(4);

                    JsonText.Write(output, text);
                    Assert.Equal(text, JsonSerializer.Deserialize<string>(output.Written));
                    Assert.Equal(text, JsonText.Read(output.Written));
                }
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_read_and_never_anything_else()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(1, 20)];
            random.NextBytes(bytes);
            bytes[0] = (byte)'"';
            bytes[^1] = (byte)'"';
            if (bytes.Length > 2)
            {
                bytes[random.Next(1, bytes.Length - 1)] = (byte)'\\';
            }
            try
            {
                JsonText.Read(bytes);
            }
            catch (InvalidEventException)
            {
            }
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var output = new ByteBuffer(16);

        JsonText.Write(output, "a\ud83d");

        Assert.Equal("\"a\ufffd\"", Encoding.UTF8.GetString(output.Written));
    }

    private static string RandomText(Random random)
    {
        string[] parts = { "a", "é", "漢", "😀", "\"", "\\", "\n", "\u0001", "\u007f", "\u2028", "<", "&", " ", "/", "plain text" };
        return string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
