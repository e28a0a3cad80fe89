namespace HelloNative.Functions;

/// <summary>Answers a string with the same string in upper case.</summary>
public static class Uppercase
{
    public static string Handle(string input, ILambdaContext context) => input.ToUpperInvariant();
}
