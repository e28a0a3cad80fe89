using HttpApi;
using HttpApi.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("http-api", Catalog.Handle, FunctionJsonContext.Default.LambdaHttpRequest, FunctionJsonContext.Default.LambdaHttpResponse)
    .Run();
