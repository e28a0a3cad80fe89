using Opentelemetry;
using Opentelemetry.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .UseOpenTelemetry(Startup.AddTracing)
    .UseServices(Startup.AddServices)
    .Use(RequestTiming.RunAsync)
    .Handle("opentelemetry", Shipments.Handle, FunctionJsonContext.Default.LambdaHttpRequest, FunctionJsonContext.Default.Shipment)
    .Run();
