using SqsBatch;
using SqsBatch.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("sqs-batch", Payments.Handle, FunctionJsonContext.Default.SqsEvent, FunctionJsonContext.Default.BatchResponse)
    .Run();
