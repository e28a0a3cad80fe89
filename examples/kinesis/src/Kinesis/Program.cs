using Kinesis;
using Kinesis.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("kinesis", Measurements.Handle, FunctionJsonContext.Default.KinesisEvent, FunctionJsonContext.Default.BatchResponse)
    .Run();
