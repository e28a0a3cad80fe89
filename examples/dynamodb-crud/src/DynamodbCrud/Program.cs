using DynamodbCrud;
using DynamodbCrud.Functions;

// One executable, many functions: Lambda's Handler setting picks one of these by name.
return LambdaBootstrap.Create()
    .Handle("dynamodb-crud", Notes.Handle, FunctionJsonContext.Default.LambdaHttpRequest, FunctionJsonContext.Default.LambdaHttpResponse)
    .OnInit("dynamodb-crud", Notes.InitializeAsync)
    .Run();
