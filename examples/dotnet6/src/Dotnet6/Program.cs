using Dotnet6;
using Dotnet6.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("dotnet6", Greeting.Handle)
    .Run();
