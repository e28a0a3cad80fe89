// The function that is measured: a string in, the same in capitals out.
using LambdaRuntime;

return LambdaBootstrap.Create()
    .Handle("uppercase", Uppercase.Handle)
    .Run();

internal static class Uppercase
{
    public static string Handle(string input, ILambdaContext context) => input.ToUpperInvariant();
}
