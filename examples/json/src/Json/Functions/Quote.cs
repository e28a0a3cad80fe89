namespace Json.Functions;

/// <summary>Answers what it costs to send a parcel.</summary>
public static class Quote
{
    private const decimal PricePerKilogram = 2.50m;

    /// <exception cref="QuoteInvalidException">The request is well-formed but makes no sense.</exception>
    public static QuoteResponse Handle(QuoteRequest request, ILambdaContext context)
    {
        if (request.Problems().ToArray() is { Length: > 0 } problems)
        {
            throw new QuoteInvalidException(problems);
        }

        var (basePrice, days) = (request.Country, request.Service) switch
        {
            ("DE", QuoteService.Express) => (14.90m, 1),
            ("DE", _) => (4.90m, 2),
            (_, QuoteService.Express) => (39.90m, 2),
            _ => (13.90m, 6),
        };
        var kilograms = (int)Math.Ceiling(request.WeightGrams / 1000m);
        return new QuoteResponse { Price = basePrice + kilograms * PricePerKilogram, Days = days };
    }
}
