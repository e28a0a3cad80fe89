using System.Globalization;

namespace Container.Functions;

/// <summary>Welcomes in the languages of a file that comes with the image.</summary>
public static class Welcome
{
    // Read once for all invocations. LAMBDA_TASK_ROOT is /var/task in the image; without it, beside the program.
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Texts = new(() => Read(Path.Combine(
        Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT") ?? AppContext.BaseDirectory, "welcome.txt")));

    public static WelcomeResponse Handle(WelcomeRequest request, ILambdaContext context)
    {
        var texts = Texts.Value;
        var format = texts.GetValueOrDefault(request.Language ?? "en") ?? texts["en"];
        return new WelcomeResponse { Text = string.Format(CultureInfo.InvariantCulture, format, request.Name) };
    }

    /// <summary>Lines of "language=text".</summary>
    public static IReadOnlyDictionary<string, string> Read(string path) => File.ReadLines(path)
        .Select(line => line.Split('=', 2))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
