using System.Globalization;

namespace AspnetReflection.Formats;

/// <summary>No code refers to this class by more than a part of its name.</summary>
public sealed class CsvFormat : ReportFormat
{
    public override string ContentType => "text/csv";

    public override string Write(IEnumerable<ReportLine> lines) => "month,visits\n" + string.Concat(
        lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Month},{line.Visits}\n")));
}
