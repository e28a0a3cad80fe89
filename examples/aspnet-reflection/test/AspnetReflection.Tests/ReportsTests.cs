using AspnetReflection.Events;
using AspnetReflection.Formats;
using AspnetReflection.Functions;
using Xunit;

namespace AspnetReflection.Tests;

// These pass whatever becomes of the native program: they run on the JIT, where all types have metadata.
public class ReportsTests
{
    [Fact]
    public async Task The_sample_event_is_answered_in_CSV()
    {
        var request = SampleEvent.Read("aspnet-reflection.json", FunctionJsonContext.Default.LambdaHttpRequest);

        var response = await Reports.Handle(request, new TestLambdaContext());

        Assert.Equal("text/csv; charset=utf-8", response.Headers["content-type"]);
        Assert.Equal("month,visits\n2026-09,1200\n2026-10,1350\n", response.Body);
    }

    [Theory]
    [InlineData("csv", typeof(CsvFormat))]
    [InlineData("text", typeof(TextFormat))]
    public void A_format_is_found_by_its_name(string name, Type type)
    {
        Assert.IsType(type, ReportFormat.Find(name));
    }

    [Fact]
    public async Task A_format_that_there_is_none_of_is_an_error_of_the_server()
    {
        var logger = new TestLambdaLogger();

        var response = await Reports.Handle(
            new LambdaHttpRequest { RawPath = "/reports/pdf" }, new TestLambdaContext { Logger = logger });

        Assert.Equal(500, response.StatusCode);
        Assert.Contains($"{typeof(ReportFormat).Namespace}.PdfFormat is not in this program", Assert.Single(logger.Lines));
    }
}
