using System.IO.Compression;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.Lambda;
using Xunit;

// The CDK talks to one process of Node, which takes one call at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Infrastructure.Tests;

/// <summary>The stack as CloudFormation gets it, synthesized once for all tests.</summary>
internal static class SynthesizedStack
{
    public static Template Template { get; } = Synthesize();

    private static Template Synthesize()
    {
        // Any zip will do: what is in it plays no part here.
        var zip = Path.Combine(Directory.CreateTempSubdirectory().FullName, "code.zip");
        ZipFile.Open(zip, ZipArchiveMode.Create).Dispose();
        return Template.FromStack(new FunctionsStack(new App(), "functions", Code.FromAsset(zip)));
    }
}
