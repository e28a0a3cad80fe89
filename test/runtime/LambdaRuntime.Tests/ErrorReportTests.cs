using System;
using System.Linq;
using System.Text.Json;

namespace RuntimeTests;

public class ErrorReportTests
{
    [Fact]
    public void A_report_has_type_message_stack_and_cause()
    {
        JsonElement report = Report(Thrown(new InvalidOperationException("outer \"quoted\"", Thrown(new ArgumentException("inner")))));

        Assert.Equal("InvalidOperationException", report.GetProperty("errorType").GetString());
        Assert.Equal("outer \"quoted\"", report.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(Thrown), report.GetProperty("stackTrace")[0].GetString());
        Assert.Equal("inner", report.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.False(report.GetProperty("cause").TryGetProperty("cause", out _));
    }

    [Fact]
    public void A_report_of_an_aggregate_has_all_causes()
    {
        JsonElement report = Report(new AggregateException(new ArgumentException("one"), new FormatException("two")));

        Assert.Equal(
            new[] { "ArgumentException", "FormatException" },
            report.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("errorType").GetString()));
        Assert.Equal(
            report.GetProperty("causes")[0].GetProperty("errorType").GetString(), report.GetProperty("cause").GetProperty("errorType").GetString());
    }

    [Fact]
    public void An_exception_that_was_not_thrown_has_no_stack()
    {
        Assert.False(Report(new Exception("x")).TryGetProperty("stackTrace", out _));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u0001')]
    [InlineData('漢')]
    public void A_report_stays_below_the_limit(char letter)
    {
        string message = new(letter, 1_000_000);
        Exception exception = new(message);
        for (int i = 0; i < 40; i++)
        {
            exception = Thrown(new Exception(message, exception));
        }
        var output = new ByteBuffer(16);

        ErrorReport.Write(output, new AggregateException(exception, exception, exception));

        Assert.InRange(output.Length, 30_000, ErrorReport.MaxLength);
        JsonDocument.Parse(output.Written.ToArray());
    }

    [Fact]
    public void An_exception_whose_members_throw_is_reported_all_the_same()
    {
        Assert.Equal("Hostile", Report(new Hostile()).GetProperty("errorType").GetString());
        Assert.Equal(string.Empty, ErrorReport.Text(new Hostile()));
    }

    [Fact]
    public void A_type_name_is_fit_for_a_header()
    {
        Assert.Equal("Chyb?", ErrorReport.TypeName(new Chybč()));
    }

    [Fact]
    public void The_cause_for_x_ray_is_json_of_ascii()
    {
        var output = new ByteBuffer(16);

        XRayCause.Write(output, Thrown(new Exception("line\nof é")));

        Assert.DoesNotContain(output.Written.ToArray(), value => value < ' ' || value > '~');
        JsonElement cause = JsonDocument.Parse(output.Written.ToArray()).RootElement.GetProperty("exceptions")[0];
        Assert.Equal("line\nof é", cause.GetProperty("message").GetString());
        Assert.Contains(nameof(Thrown), cause.GetProperty("stack")[0].GetProperty("label").GetString());
    }

    private static JsonElement Report(Exception exception)
    {
        var output = new ByteBuffer(16);
        ErrorReport.Write(output, exception);
        return JsonDocument.Parse(output.Written.ToArray()).RootElement;
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception)
        {
            return exception;
        }
    }

    private sealed class Hostile : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string StackTrace => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class Chybč : Exception
    {
    }
}
