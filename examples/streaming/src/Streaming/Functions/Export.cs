using System.Globalization;
using System.Net;
using Streaming.Events;

namespace Streaming.Functions;

/// <summary>Exports orders as CSV, row by row, however many there are.</summary>
public static class Export
{
    private const int DefaultRows = 1000;
    private const int MostRows = 1_000_000;

    public static async Task Handle(LambdaHttpRequest request, ILambdaContext context)
    {
        // All that can be refused is refused first: with the stream the status is on its way.
        var asked = request.QueryValue("rows");
        var rows = asked is null ? DefaultRows : ParseRows(asked);
        if (rows is null)
        {
            await using var refusal = Open(HttpStatusCode.BadRequest, "text/plain; charset=utf-8");
            await refusal.WriteLineAsync($"rows is \"{asked}\"; it must be 1 to {MostRows}.");
            return;
        }

        await using var csv = Open(HttpStatusCode.OK, "text/csv; charset=utf-8", "attachment; filename=\"orders.csv\"");
        await WriteAsync(csv, Orders(rows.Value));
        context.Logger.LogInformation($"Exported {rows} rows");
    }

    /// <summary>Writes the rows one after the other; none is kept.</summary>
    public static async Task WriteAsync(TextWriter csv, IEnumerable<ExportOrder> orders)
    {
        await csv.WriteAsync("id,placed,total\n");
        foreach (var order in orders)
        {
            await csv.WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $"{order.Id},{order.Placed:yyyy-MM-ddTHH:mm:ssZ},{order.Total}\n"));
        }
    }

    /// <summary>The number of rows, or null when the value is not valid.</summary>
    public static int? ParseRows(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= MostRows
            ? rows
            : null;

    /// <summary>Made up here; they would come from a database, page by page.</summary>
    public static IEnumerable<ExportOrder> Orders(int count) => Enumerable.Range(1, count).Select(id => new ExportOrder(
        id, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(id - 1), 10.00m + id * 0.50m));

    // The writer gathers 16 KB, so that a row does not become a chunk of its own on the wire.
    private static StreamWriter Open(HttpStatusCode status, string contentType, string? disposition = null)
    {
        var prelude = new HttpResponseStreamPrelude
        {
            StatusCode = status,
            Headers = { ["content-type"] = contentType },
        };
        if (disposition is not null)
        {
            prelude.Headers["content-disposition"] = disposition;
        }
        return new StreamWriter(LambdaResponseStreamFactory.CreateHttpStream(prelude), bufferSize: 16 * 1024);
    }
}
