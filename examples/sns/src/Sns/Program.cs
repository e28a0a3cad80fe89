using Sns;
using Sns.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("sns", Alarms.Handle, FunctionJsonContext.Default.SnsEvent)
    .Run();
