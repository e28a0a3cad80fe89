// The event is the answer, as bytes or as a string: what a large event costs.
using LambdaRuntime;

return LambdaBootstrap.Create()
    .Handle("bytes", (Stream input) => input)
    .Handle("string", (string input) => input)
    .Run();
