using HelloNative;
using HelloNative.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("uppercase", Uppercase.Handle)
    .Run();
