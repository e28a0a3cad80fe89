using System;
using System.Text;

namespace RuntimeTests;

/// <summary>The variables of a process are one thing, so these tests run alone.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public class EnvironmentCollection
{
}

[Collection("environment")]
public class TraceVariableTests
{
    [Fact]
    public void The_variable_follows_the_invocation_before_and_after_the_program_copies_its_environment()
    {
        var variable = new TraceVariable();

        foreach (string trace in new[] { "Root=1", "Root=2;longer", "", "Root=3", new string('x', 5000), "Root=4" })
        {
            variable.Set(Encoding.ASCII.GetBytes(trace));
            AssertIs(trace);
        }

        // Reading all variables makes .NET keep a copy, which libc's are not part of any more.
        Environment.GetEnvironmentVariables();
        foreach (string trace in new[] { "Root=5", "", "Root=6" })
        {
            variable.Set(Encoding.ASCII.GetBytes(trace));
            AssertIs(trace);
        }
    }

    private static void AssertIs(string trace)
        => Assert.Equal(trace, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") ?? string.Empty);
}
