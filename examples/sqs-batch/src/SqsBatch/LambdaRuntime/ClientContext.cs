using System.Collections.Generic;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>The client context, read from the JSON of its header.</summary>
internal sealed class ClientContext : IClientContext
{
    private ClientContext(JsonElement json)
    {
        Environment = JsonHeader.ReadStrings(json, "env");
        Custom = JsonHeader.ReadStrings(json, "custom");
        if (json.TryGetProperty("client", out _))
        {
            Client = new ClientApplication(JsonHeader.ReadStrings(json, "client"));
        }
    }

    public IDictionary<string, string> Environment { get; }

    public IClientApplication? Client { get; }

    public IDictionary<string, string> Custom { get; }

    internal static ClientContext? Parse(string? json)
        => JsonHeader.Parse(json) is { } root ? new ClientContext(root) : null;

    private sealed class ClientApplication : IClientApplication
    {
        private readonly Dictionary<string, string> _values;

        internal ClientApplication(Dictionary<string, string> values)
        {
            _values = values;
        }

        public string? AppPackageName => _values.GetValueOrDefault("app_package_name");

        public string? AppTitle => _values.GetValueOrDefault("app_title");

        public string? AppVersionCode => _values.GetValueOrDefault("app_version_code");

        public string? AppVersionName => _values.GetValueOrDefault("app_version_name");

        public string? InstallationId => _values.GetValueOrDefault("installation_id");
    }
}

/// <summary>The Cognito identity, read from the JSON of its header.</summary>
internal sealed class CognitoIdentity : ICognitoIdentity
{
    private readonly Dictionary<string, string> _values;

    private CognitoIdentity(Dictionary<string, string> values)
    {
        _values = values;
    }

    public string? IdentityId => _values.GetValueOrDefault("cognitoIdentityId");

    public string? IdentityPoolId => _values.GetValueOrDefault("cognitoIdentityPoolId");

    internal static CognitoIdentity? Parse(string? json)
        => JsonHeader.Parse(json) is { } root ? new CognitoIdentity(JsonHeader.ReadStrings(root)) : null;
}

/// <summary>Reads the small JSON objects that arrive in headers.</summary>
internal static class JsonHeader
{
    /// <summary>The object in a header; null when there is none, or when it is not the JSON it should be.</summary>
    internal static JsonElement? Parse(string? json)
    {
        if (json == null)
        {
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // The caller wrote it; that it is wrong is no reason to fail the invocation.
            return null;
        }
    }

    /// <summary>The members of an object that a member holds, as strings; empty when there is none.</summary>
    internal static Dictionary<string, string> ReadStrings(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? ReadStrings(value)
            : new Dictionary<string, string>();

    /// <summary>The members of an object as strings; what is no string keeps its JSON.</summary>
    internal static Dictionary<string, string> ReadStrings(JsonElement json)
    {
        var values = new Dictionary<string, string>();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            bool isString = member.Value.ValueKind == JsonValueKind.String;
            values[member.Name] = isString ? member.Value.GetString()! : member.Value.GetRawText();
        }
        return values;
    }
}
