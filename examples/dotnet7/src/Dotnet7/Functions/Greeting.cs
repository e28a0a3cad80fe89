namespace Dotnet7.Functions;

/// <summary>Greets by name.</summary>
public static class Greeting
{
    public static string Handle(string name, ILambdaContext context)
    {
        return string.IsNullOrWhiteSpace(name) ? "Hello." : $"Hello, {name.Trim()}.";
    }
}
