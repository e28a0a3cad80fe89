using System;
using System.Text;

namespace RuntimeTests;

public class DecimalNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("65535", 65535)]
    [InlineData("1790000000000", 1_790_000_000_000)]
    [InlineData("999999999999999", 999_999_999_999_999)]
    public void Digits_are_read_from_text_and_from_bytes_alike(string digits, long expected)
    {
        Assert.True(DecimalNumber.TryParse(digits, out long fromText));
        Assert.True(DecimalNumber.TryParse(Encoding.ASCII.GetBytes(digits), out long fromBytes));

        Assert.Equal((expected, expected), (fromText, fromBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("１")]
    [InlineData("1234567890123456")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_not_a_number_of_at_most_15_digits_is_refused(string text)
    {
        Assert.False(DecimalNumber.TryParse(text, out _));
        Assert.False(DecimalNumber.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }
}
