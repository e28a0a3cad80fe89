using DynamodbStream;
using DynamodbStream.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("dynamodb-stream", AuditTrail.Handle, FunctionJsonContext.Default.DynamoDbStreamEvent, FunctionJsonContext.Default.BatchResponse)
    .Run();
