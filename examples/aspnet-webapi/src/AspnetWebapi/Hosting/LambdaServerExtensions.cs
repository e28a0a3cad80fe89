using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace AspnetWebapi.Hosting;

public static class LambdaServerExtensions
{
    /// <summary>Makes Lambda the server of the application, in place of Kestrel.</summary>
    public static IServiceCollection AddLambdaServer(this IServiceCollection services)
    {
        services.AddSingleton<IServer, LambdaServer>();
        return services
            .AddKnownOptions<ConsoleLifetimeOptions>()
            .AddKnownOptions<FormOptions>()
            .AddKnownOptions<HostOptions>()
            .AddKnownOptions<JsonOptions>()
            .AddKnownOptions<LoggerFactoryOptions>()
            .AddKnownOptions<LoggerFilterOptions>()
            .AddKnownOptions<MetricsOptions>()
            .AddKnownOptions<ProblemDetailsOptions>()
            .AddKnownOptions<RouteHandlerOptions>()
            .AddKnownOptions<RouteOptions>()
            .AddKnownOptions<StatusCodePagesOptions>()
            .AddMonitor<LoggerFilterOptions>()
            .AddMonitor<MetricsOptions>();
    }

    /// <summary>
    /// Registers what an application asks for at its start by the name of the type itself. AddOptions registers the same for
    /// all types, which are then put together at start, in a tenth of a millisecond and more for each.
    /// </summary>
    private static IServiceCollection AddKnownOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services)
        where TOptions : class => services
        .AddSingleton<IOptions<TOptions>, OptionsManager<TOptions>>()
        .AddTransient<IOptionsFactory<TOptions>, OptionsFactory<TOptions>>();

    private static IServiceCollection AddMonitor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services)
        where TOptions : class => services
        .AddSingleton<IOptionsMonitor<TOptions>, OptionsMonitor<TOptions>>()
        .AddSingleton<IOptionsMonitorCache<TOptions>, OptionsCache<TOptions>>();
}
