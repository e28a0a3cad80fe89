using S3EventApp;
using S3EventApp.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("s3-event", Uploads.Handle, FunctionJsonContext.Default.S3Event)
    .Run();
