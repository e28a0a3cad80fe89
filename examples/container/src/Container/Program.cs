using Container;
using Container.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("container", Welcome.Handle, FunctionJsonContext.Default.WelcomeRequest, FunctionJsonContext.Default.WelcomeResponse)
    .Run();
