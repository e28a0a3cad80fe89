using Dotnet7;
using Dotnet7.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("dotnet7", Greeting.Handle)
    .Run();
