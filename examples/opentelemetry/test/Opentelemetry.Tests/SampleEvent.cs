using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opentelemetry.Tests;

/// <summary>The files in events/, which are also what "make invoke" sends.</summary>
public static class SampleEvent
{
    public static T Read<T>(string file, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Find(file)), type)
        ?? throw new JsonException($"events/{file} is null.");

    public static string Text(string file) => File.ReadAllText(Find(file));

    // Beside the tests, where their project copies the events, or above, in the project's folder.
    private static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "events", file);
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new FileNotFoundException($"There is no events/{file} above {AppContext.BaseDirectory}.");
    }
}
