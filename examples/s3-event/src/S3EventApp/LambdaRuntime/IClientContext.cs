using System.Collections.Generic;

namespace LambdaRuntime;

/// <summary>What a client built with the AWS Mobile SDK said about itself and its environment.</summary>
public interface IClientContext
{
    /// <summary>The client's environment, as it describes it.</summary>
    IDictionary<string, string> Environment { get; }

    /// <summary>The client application; null when the client did not name it.</summary>
    IClientApplication? Client { get; }

    /// <summary>Values that the client added itself.</summary>
    IDictionary<string, string> Custom { get; }
}

/// <summary>A client application.</summary>
public interface IClientApplication
{
    /// <summary>The package name of the application.</summary>
    string? AppPackageName { get; }

    /// <summary>The title of the application.</summary>
    string? AppTitle { get; }

    /// <summary>The version code of the application.</summary>
    string? AppVersionCode { get; }

    /// <summary>The version name of the application.</summary>
    string? AppVersionName { get; }

    /// <summary>The id of this installation of the application.</summary>
    string? InstallationId { get; }
}

/// <summary>The Amazon Cognito identity of a caller.</summary>
public interface ICognitoIdentity
{
    /// <summary>The id of the identity.</summary>
    string? IdentityId { get; }

    /// <summary>The pool that the identity belongs to.</summary>
    string? IdentityPoolId { get; }
}
