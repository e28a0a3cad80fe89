using Streaming;
using Streaming.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("streaming", Export.Handle, FunctionJsonContext.Default.LambdaHttpRequest)
    .Run();
