using Json;
using Json.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("json", Quote.Handle, FunctionJsonContext.Default.QuoteRequest, FunctionJsonContext.Default.QuoteResponse)
    .Run();
