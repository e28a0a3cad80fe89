using System;
using System.Collections.Generic;
using LambdaRuntime;
using Microsoft.Extensions.Logging;

using ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddLambdaLogger());
ILogger logger = factory.CreateLogger("Shop.Orders");
var placed = LoggerMessage.Define<int, string>(LogLevel.Information, new EventId(7, "Placed"), "{Count} orders of {Customer}");
var tried = LoggerMessage.Define(LogLevel.Debug, new EventId(0), "details");
var failed = LoggerMessage.Define(LogLevel.Error, new EventId(0), "it failed");

return LambdaBootstrap.Create()
    .Handle("log", (string customer) =>
    {
        using IDisposable? text = logger.BeginScope("a batch");
        using IDisposable? values = logger.BeginScope(new Dictionary<string, object> { ["Shard"] = 3, ["Customer"] = "of the scope" });
        placed(logger, 2, customer, null);
        tried(logger, null);
        failed(logger, new InvalidOperationException("no"));
        return "done";
    })
    .Run();
