using System.Globalization;

namespace AspnetReflection.Formats;

/// <summary>No code refers to this class by more than a part of its name.</summary>
public sealed class TextFormat : ReportFormat
{
    public override string ContentType => "text/plain";

    public override string Write(IEnumerable<ReportLine> lines) => string.Concat(
        lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Month}: {line.Visits,6}\n")));
}
