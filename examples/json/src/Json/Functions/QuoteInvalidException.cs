namespace Json.Functions;

/// <summary>A request that cannot be quoted. The caller sees the name of this class and the message.</summary>
public sealed class QuoteInvalidException(IReadOnlyCollection<string> problems)
    : Exception(string.Join("; ", problems) + ".");
