using System.Globalization;
using System.Net;
using System.Text.Json;
using HelloNative.Events;

namespace HelloNative.Functions;

/// <summary>A catalogue of products over HTTP. It stores nothing: every request stands for itself.</summary>
public static class Catalog
{
    private static readonly CatalogProduct[] Products =
    [
        new() { Id = "espresso", Name = "Espresso machine", Price = 749.00m },
        new() { Id = "grinder", Name = "Coffee grinder", Price = 129.00m },
        new() { Id = "kettle", Name = "Kettle", Price = 59.90m },
    ];

    public static LambdaHttpResponse Handle(LambdaHttpRequest request, ILambdaContext context)
    {
        context.Logger.LogInformation($"{request.Method} {request.Path}");

        return (request.Method, request.PathSegments) switch
        {
            ("GET", []) => Welcome(request),
            ("GET", ["products"]) => List(request),
            ("POST", ["products"]) => Add(request),
            ("GET", ["products", var id]) => Find(id),
            (_, []) => MethodNotAllowed("GET"),
            (_, ["products"]) => MethodNotAllowed("GET, POST"),
            (_, ["products", _]) => MethodNotAllowed("GET"),
            _ => Problem(HttpStatusCode.NotFound, $"There is no {request.Path}."),
        };
    }

    private static LambdaHttpResponse Welcome(LambdaHttpRequest request)
    {
        // A cookie is what the caller sends: text that is not a number counts as 0, and the largest number stays.
        _ = int.TryParse(request.Cookie("visits"), NumberStyles.None, CultureInfo.InvariantCulture, out var earlier);
        var visits = earlier < int.MaxValue ? earlier + 1 : earlier;
        return LambdaHttpResponse.Text(HttpStatusCode.OK, $"Welcome. Visits so far: {visits}") with
        {
            Cookies = [$"visits={visits}; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax"],
        };
    }

    private static LambdaHttpResponse List(LambdaHttpRequest request)
    {
        var maxPrice = decimal.MaxValue;
        if (request.QueryValue("maxPrice") is { } text
            && !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out maxPrice))
        {
            return Problem(HttpStatusCode.BadRequest, $"maxPrice is \"{text}\"; it must be a number like 99.90.");
        }
        var page = new CatalogPage { Products = [.. Products.Where(product => product.Price <= maxPrice)] };
        return LambdaHttpResponse.Json(HttpStatusCode.OK, page, FunctionJsonContext.Default.CatalogPage);
    }

    private static LambdaHttpResponse Find(string id) => Products.FirstOrDefault(product => product.Id == id) switch
    {
        { } product => LambdaHttpResponse.Json(HttpStatusCode.OK, product, FunctionJsonContext.Default.CatalogProduct),
        null => Problem(HttpStatusCode.NotFound, $"There is no product \"{id}\"."),
    };

    private static LambdaHttpResponse Add(LambdaHttpRequest request)
    {
        CatalogProduct product;
        try
        {
            product = request.ReadJson(FunctionJsonContext.Default.CatalogProduct);
        }
        catch (JsonException exception)
        {
            // In words of our own: the serializer's are for programmers.
            return Problem(
                HttpStatusCode.BadRequest,
                $"The body must be JSON with id, name and price; look at {exception.Path ?? "$"}.");
        }

        if (Products.Any(other => other.Id == product.Id))
        {
            return Problem(HttpStatusCode.Conflict, $"There is a product \"{product.Id}\" already.");
        }
        return LambdaHttpResponse
            .Json(HttpStatusCode.Created, product, FunctionJsonContext.Default.CatalogProduct)
            .WithHeader("location", $"/products/{Uri.EscapeDataString(product.Id)}");
    }

    private static LambdaHttpResponse MethodNotAllowed(string allowed) =>
        Problem(HttpStatusCode.MethodNotAllowed, $"This path takes {allowed}.").WithHeader("allow", allowed);

    private static LambdaHttpResponse Problem(HttpStatusCode status, string detail) => LambdaHttpResponse.Json(
        status,
        new CatalogProblem { Title = status.ToString(), Status = (int)status, Detail = detail },
        FunctionJsonContext.Default.CatalogProblem,
        "application/problem+json");
}
