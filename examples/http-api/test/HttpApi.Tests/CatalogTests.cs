using System.Text;
using System.Text.Json;
using HttpApi.Events;
using HttpApi.Functions;
using Xunit;

namespace HttpApi.Tests;

public class CatalogTests
{
    private static LambdaHttpResponse Send(LambdaHttpRequest request) =>
        Catalog.Handle(request, new TestLambdaContext());

    private static LambdaHttpRequest Request(string method, string path, string? body = null) => new()
    {
        RawPath = path,
        Body = body,
        Context = new() { Http = new() { Method = method } },
    };

    [Fact]
    public void The_sample_event_lists_what_costs_no_more()
    {
        var request = SampleEvent.Read("http-api.json", FunctionJsonContext.Default.LambdaHttpRequest);

        var response = Send(request);

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("application/json", response.Headers["content-type"]);
        Assert.Equal(
            """{"products":[{"id":"grinder","name":"Coffee grinder","price":129.00},{"id":"kettle","name":"Kettle","price":59.90}]}""",
            response.Body);
    }

    [Theory]
    [InlineData("GET", "/products/kettle", 200)]
    [InlineData("GET", "/products/kettl%65", 200)]
    [InlineData("GET", "/products/teapot", 404)]
    [InlineData("GET", "/nowhere", 404)]
    public void A_path_is_found_or_not(string method, string path, int status)
    {
        Assert.Equal(status, Send(Request(method, path)).StatusCode);
    }

    [Theory]
    [InlineData("abc.lambda-url.eu-central-1.on.aws", "/products/100%2525", "100%25")]
    [InlineData("abc.execute-api.eu-central-1.amazonaws.com", "/products/100%25", "100%25")]
    [InlineData("shop.example.com", "/products/100%25", "100%25")]
    public void A_path_is_decoded_once(string domain, string path, string id)
    {
        var request = Request("GET", path);

        Assert.Equal(["products", id], (request with { Context = request.Context with { DomainName = domain } }).PathSegments);
    }

    [Theory]
    [InlineData("PUT", "/products", "GET, POST")]
    [InlineData("DELETE", "/products/kettle", "GET")]
    [InlineData("POST", "/", "GET")]
    public void A_method_that_a_path_does_not_take_is_answered_with_those_it_takes(
        string method, string path, string allowed)
    {
        var response = Send(Request(method, path));

        Assert.Equal(405, response.StatusCode);
        Assert.Equal(allowed, response.Headers["allow"]);
    }

    [Fact]
    public void A_new_product_is_created_where_the_answer_says()
    {
        var response = Send(Request("POST", "/products", """{"id":"tea pot","name":"Tea pot","price":24.5}"""));

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("/products/tea%20pot", response.Headers["location"]);
    }

    [Fact]
    public void A_body_may_come_as_base64()
    {
        var json = """{"id":"mug","name":"Mug","price":7}""";
        var request = Request("POST", "/products", Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(201, Send(request with { IsBase64Encoded = true }).StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"kettle","name":"Kettle","price":1}""", 409)]
    [InlineData("""{"id":"mug"}""", 400)]
    [InlineData("null", 400)]
    [InlineData("{", 400)]
    [InlineData(null, 400)]
    public void What_is_no_new_product_is_a_problem_with_details(string? body, int status)
    {
        var response = Send(Request("POST", "/products", body));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers["content-type"]);
    }

    [Fact]
    public void A_body_that_is_no_product_is_answered_with_the_place()
    {
        var response = Send(Request("POST", "/products", """{"id":"mug","name":"Mug","price":"seven"}"""));

        Assert.Contains("look at $.price", response.Body);
    }

    [Fact]
    public void A_price_that_is_no_number_is_a_bad_request()
    {
        var query = new Dictionary<string, string> { ["maxPrice"] = "cheap" };

        Assert.Equal(400, Send(Request("GET", "/products") with { Query = query }).StatusCode);
    }

    [Theory]
    [InlineData(null, "visits=1")]
    [InlineData("visits=41", "visits=42")]
    [InlineData("visits=nonsense", "visits=1")]
    [InlineData("visits=-1", "visits=1")]
    [InlineData("visits=2147483646", "visits=2147483647")]
    [InlineData("visits=2147483647", "visits=2147483647")]
    [InlineData("visits=2147483648", "visits=1")]
    public void A_cookie_counts_visits(string? sent, string received)
    {
        var cookies = sent is null ? null : new[] { "other=1", sent };

        var response = Send(Request("GET", "/") with { Cookies = cookies });

        Assert.StartsWith($"{received};", Assert.Single(response.Cookies!));
    }

    [Fact]
    public void The_stage_of_API_Gateway_is_no_part_of_the_route()
    {
        var request = Request("GET", "/prod/products");

        Assert.Equal(200, Send(request with { Context = request.Context with { Stage = "prod" } }).StatusCode);
    }

    [Fact]
    public void A_request_may_lack_all_that_is_optional()
    {
        const string json = "{\"version\":\"2.0\",\"headers\":null}";
        var request = JsonSerializer.Deserialize(json, FunctionJsonContext.Default.LambdaHttpRequest)!;

        Assert.Equal(200, Send(request).StatusCode);
    }

    [Theory]
    [InlineData("{\"version\":\"1.0\",\"path\":\"/\",\"httpMethod\":\"GET\"}", "is 1.0")]
    [InlineData("{\"requestContext\":{\"elb\":{}},\"path\":\"/\",\"httpMethod\":\"GET\"}", "is none")]
    [InlineData("{}", "is none")]
    public void An_event_of_another_format_is_refused_and_named(string json, string format)
    {
        var exception = Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize(json, FunctionJsonContext.Default.LambdaHttpRequest));

        Assert.Contains(format, exception.Message, StringComparison.Ordinal);
    }
}
