using AspnetReflection;
using AspnetReflection.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("aspnet-reflection", Reports.Handle, FunctionJsonContext.Default.LambdaHttpRequest, FunctionJsonContext.Default.LambdaHttpResponse)
    .OnInit("aspnet-reflection", Reports.InitializeAsync)
    .Run();
