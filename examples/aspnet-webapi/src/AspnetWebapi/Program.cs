using AspnetWebapi;
using AspnetWebapi.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("aspnet-webapi", WebApi.Handle, FunctionJsonContext.Default.LambdaHttpRequest, FunctionJsonContext.Default.LambdaHttpResponse)
    .OnInit("aspnet-webapi", WebApi.InitializeAsync)
    .Run();
