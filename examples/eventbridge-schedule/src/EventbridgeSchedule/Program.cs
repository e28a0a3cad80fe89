using EventbridgeSchedule;
using EventbridgeSchedule.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("eventbridge-schedule", NightlyReport.Handle, FunctionJsonContext.Default.EventBridgeEvent, FunctionJsonContext.Default.NightlyReportResult)
    .Run();
