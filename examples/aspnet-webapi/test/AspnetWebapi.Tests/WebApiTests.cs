using System.Text;
using AspnetWebapi.Events;
using AspnetWebapi.Functions;
using Xunit;

namespace AspnetWebapi.Tests;

public class WebApiTests
{
    private static Task<LambdaHttpResponse> Send(string method, string path, string? body = null) => WebApi.Handle(
        new()
        {
            RawPath = path.Split('?')[0],
            RawQueryString = path.Contains('?') ? path.Split('?')[1] : "",
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
            Body = body is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            IsBase64Encoded = body is not null,
            Context = new() { Http = new() { Method = method } },
        },
        new TestLambdaContext());

    [Fact]
    public async Task The_sample_event_is_answered_by_its_route()
    {
        var request = SampleEvent.Read("aspnet-webapi.json", FunctionJsonContext.Default.LambdaHttpRequest);

        var response = await WebApi.Handle(request, new TestLambdaContext());

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Headers["content-type"]);
        Assert.Equal("""{"id":2,"title":"Do the dishes","dueBy":"2026-11-24"}""", response.Body);
    }

    [Fact]
    public async Task A_query_filters_the_list()
    {
        var response = await Send("GET", "/todos?search=the%20d");

        Assert.Equal("""{"todos":[{"id":1,"title":"Walk the dog"},{"id":2,"title":"Do the dishes","dueBy":"2026-11-24"}]}""", response.Body);
    }

    [Fact]
    public async Task A_todo_is_created_from_its_body()
    {
        var response = await Send("POST", "/todos", """{"title":"Water the plants"}""");

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("/todos/4", response.Headers["location"]);
        Assert.Equal("""{"id":4,"title":"Water the plants"}""", response.Body);
    }

    [Theory]
    [InlineData("POST", "/todos", """{"title":" "}""", 400)]
    [InlineData("POST", "/todos", "{", 400)]
    [InlineData("GET", "/todos/99", null, 404)]
    [InlineData("GET", "/todos/two", null, 404)]
    [InlineData("GET", "/nowhere", null, 404)]
    [InlineData("DELETE", "/todos/1", null, 405)]
    public async Task What_cannot_be_done_is_a_problem_with_details(string method, string path, string? body, int status)
    {
        var response = await Send(method, path, body);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers["content-type"]);
        Assert.Contains($"\"status\":{status}", response.Body);
    }
}
