// The same function as one would write it with what .NET has for HTTP.
using System.Net.Http.Headers;
using System.Text;

string api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
while (true)
{
    using HttpResponseMessage next = await client.GetAsync(api + "next");
    string id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").First();
    byte[] json = await next.Content.ReadAsByteArrayAsync();
    string input = Encoding.UTF8.GetString(json, 1, json.Length - 2);
    var answer = new ByteArrayContent(Encoding.UTF8.GetBytes($"\"{input.ToUpperInvariant()}\""));
    answer.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    using HttpResponseMessage accepted = await client.PostAsync(api + id + "/response", answer);
}
