using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace HelloNative.Functions;

/// <summary>What is done once, before the first request.</summary>
public static class Startup
{
    /// <summary>The source of the function's own spans.</summary>
    public static readonly ActivitySource Tracing = new("Shipments");

    public static void AddServices(IServiceCollection services)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        services.AddSingleton(configuration.GetSection("Shipments").Get<ShipmentOptions>() ?? new ShipmentOptions());
        services.AddLogging(logging => logging.AddLambdaLogger());
        services.AddSingleton<IShipmentStore, FixedShipmentStore>();
        services.AddScoped<ShipmentReader>();
    }

    public static void AddTracing(TracerProviderBuilder tracing) => tracing
        .AddSource(Tracing.Name)
        // OTEL_EXPORTER_OTLP_ENDPOINT and its like say where to; HTTP needs nothing that the bootstrap lacks.
        .AddOtlpExporter(options => options.Protocol = OtlpExportProtocol.HttpProtobuf);
}
