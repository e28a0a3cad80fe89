using System.Diagnostics.CodeAnalysis;

namespace AspnetReflection.Formats;

/// <summary>A way to write a report. The formats are found by name at run time, as plug-ins are.</summary>
public abstract class ReportFormat
{
    public abstract string ContentType { get; }

    public abstract string Write(IEnumerable<ReportLine> lines);

    /// <summary>The format of that name: "csv" is <c>CsvFormat</c> in this namespace.</summary>
    /// <exception cref="TypeLoadException">
    /// There is no such type. In a native program that may be so although there is one in the source.
    /// </exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "rd.xml keeps all types of this namespace.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "rd.xml keeps their constructors, too.")]
    public static ReportFormat Find(string name)
    {
        var typeName = $"{typeof(ReportFormat).Namespace}.{char.ToUpperInvariant(name[0])}{name[1..]}Format";
        var type = typeof(ReportFormat).Assembly.GetType(typeName)
            ?? throw new TypeLoadException($"The type {typeName} is not in this program.");
        return (ReportFormat)Activator.CreateInstance(type)!;
    }
}

public sealed record ReportLine(string Month, int Visits);
