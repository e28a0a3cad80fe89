using Streaming.Functions;
using Xunit;

namespace Streaming.Tests;

public class ExportTests
{
    [Fact]
    public async Task Rows_are_written_after_their_names()
    {
        using var csv = new StringWriter();

        await Export.WriteAsync(csv, Export.Orders(2));

        Assert.Equal("id,placed,total\n1,2026-01-01T00:00:00Z,10.50\n2,2026-01-01T01:00:00Z,11.00\n", csv.ToString());
    }

    [Fact]
    public async Task A_row_is_written_before_the_next_one_is_asked_for()
    {
        using var csv = new StringWriter();
        var lengths = new List<int>();
        IEnumerable<ExportOrder> Watched()
        {
            foreach (var order in Export.Orders(3))
            {
                lengths.Add(csv.ToString().Length);
                yield return order;
            }
        }

        await Export.WriteAsync(csv, Watched());

        Assert.Equal(lengths.Order().Distinct(), lengths);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000000", 1_000_000)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1000001", null)]
    [InlineData("99999999999", null)]
    [InlineData("many", null)]
    [InlineData("", null)]
    public void A_number_of_rows_is_taken_or_refused(string text, int? rows)
    {
        Assert.Equal(rows, Export.ParseRows(text));
    }

    [Fact]
    public void The_sample_event_asks_for_three_rows()
    {
        var request = SampleEvent.Read("streaming.json", FunctionJsonContext.Default.LambdaHttpRequest);

        Assert.Equal(3, Export.ParseRows(request.QueryValue("rows")!));
    }
}
