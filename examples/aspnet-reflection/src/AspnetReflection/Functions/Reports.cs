using System.Text;
using AspnetReflection.Events;
using AspnetReflection.Formats;
using AspnetReflection.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AspnetReflection.Functions;

/// <summary>Writes a report in the format that the path asks for.</summary>
public static class Reports
{
    private static readonly ReportLine[] Lines = [new("2026-09", 1200), new("2026-10", 1350)];

    // Built once and kept: an execution environment serves many requests.
    private static readonly Lazy<Task<LambdaServer>> Server = new(() => LambdaServer.StartAsync(Build()));

    /// <summary>Builds the application and runs it once, while Lambda still gives the function two processors.</summary>
    public static async Task InitializeAsync() =>
        await (await Server.Value).WarmUpAsync("/reports/text", FunctionJsonContext.Default);

    public static async Task<LambdaHttpResponse> Handle(LambdaHttpRequest request, ILambdaContext context) =>
        await (await Server.Value).ProcessAsync(request, context);

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.Services.AddLambdaServer();

        var app = builder.Build();
        app.UseRouting();
        app.UseEndpoints(_ => { });
        app.MapGet("/reports/{format:alpha}", Write);
        return app;
    }

    private static ContentHttpResult Write(string format)
    {
        var found = ReportFormat.Find(format);
        return TypedResults.Text(found.Write(Lines), found.ContentType, Encoding.UTF8);
    }
}
