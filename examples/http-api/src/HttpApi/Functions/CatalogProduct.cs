using System.Text.Json.Serialization;

namespace HttpApi.Functions;

public sealed record CatalogProduct
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("price")]
    public required decimal Price { get; init; }
}

public sealed record CatalogPage
{
    [JsonPropertyName("products")]
    public required IReadOnlyList<CatalogProduct> Products { get; init; }
}
