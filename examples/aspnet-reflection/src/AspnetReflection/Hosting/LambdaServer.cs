using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using AspnetReflection.Events;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace AspnetReflection.Hosting;

/// <summary>
/// The server of an ASP.NET Core application in Lambda: requests come as events and not over a socket.
/// </summary>
public sealed class LambdaServer : IServer
{
    private Func<LambdaHttpExchange, Action<Exception>, Task<LambdaHttpResponse>>? _process;

    /// <summary>What a server offers to the application; this one has no addresses.</summary>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Starts an application, and returns its server to hand requests to.</summary>
    /// <exception cref="InvalidOperationException">The application has another server.</exception>
    public static async Task<LambdaServer> StartAsync(WebApplication application)
    {
        var server = application.Services.GetRequiredService<IServer>() as LambdaServer
            ?? throw new InvalidOperationException("The application has another server; call AddLambdaServer.");
        await application.StartAsync();
        return server;
    }

    /// <summary>Has the application answer a request.</summary>
    public async Task<LambdaHttpResponse> ProcessAsync(LambdaHttpRequest request, ILambdaContext context)
    {
        var process = _process ?? throw new InvalidOperationException("The server has not been started.");
        using var deadline = new CancellationTokenSource(
            context.RemainingTime > TimeSpan.Zero ? context.RemainingTime : TimeSpan.Zero);
        using var exchange = new LambdaHttpExchange(request, context.AwsRequestId, deadline.Token);
        // As with every server, the log is told what went wrong inside, and the caller is not.
        return await process(
            exchange, exception => context.Logger.LogError($"{request.Method} {request.Path} failed: {exception}"));
    }

    /// <summary>
    /// Sends a GET request through the application before the first event, together with the JSON around it: what runs for
    /// the first time is slow, and a starting function has more of the processor than an invocation of the same function.
    /// </summary>
    /// <param name="path">Of a request that changes nothing. Whatever its response is, it goes nowhere.</param>
    /// <param name="json">The context of the function, which reads its events.</param>
    public async Task WarmUpAsync(string path, JsonSerializerContext json)
    {
        var process = _process ?? throw new InvalidOperationException("The server has not been started.");
        var text = $$$"""{"version":"2.0","rawPath":"{{{path}}}","headers":{"host":"localhost"}}""";
        var request = (LambdaHttpRequest)JsonSerializer.Deserialize(text, typeof(LambdaHttpRequest), json)!;
        using var exchange = new LambdaHttpExchange(request, "init", CancellationToken.None);
        var response = await process(
            exchange, exception => Console.Error.WriteLine($"GET {path} failed before the first event: {exception}"));
        JsonSerializer.SerializeToUtf8Bytes(response, typeof(LambdaHttpResponse), json);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails in the application is a 500, as with every server.")]
    Task IServer.StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
    {
        _process = async (exchange, report) =>
        {
            var context = application.CreateContext(exchange.Features);
            Exception? failure = null;
            LambdaHttpResponse response;
            try
            {
                await application.ProcessRequestAsync(context);
                response = await exchange.EndAsync();
            }
            catch (Exception exception)
            {
                failure = exception;
                report(exception);
                exchange.Fail();
                response = await exchange.EndAsync();
            }
            try
            {
                await exchange.RunOnCompletedAsync();
            }
            catch (Exception exception)
            {
                report(exception);
            }
            application.DisposeContext(context, failure);
            return response;
        };
        return Task.CompletedTask;
    }

    Task IServer.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>There is nothing to release: the server has no sockets.</summary>
    public void Dispose()
    {
    }
}
