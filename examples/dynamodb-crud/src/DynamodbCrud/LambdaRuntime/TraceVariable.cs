using System;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// The environment variable <c>_X_AMZN_TRACE_ID</c>, in which the AWS SDK and X-Ray look for the trace of
/// the running invocation. It changes with every invocation, so it is a fixed block of memory that is
/// handed to libc once and written to from then on.
/// </summary>
internal sealed unsafe class TraceVariable
{
    private const string Name = "_X_AMZN_TRACE_ID";
    private const int MaxLength = 1024;

    private readonly byte* _value;
    private bool _managed = true;

    internal TraceVariable()
    {
        if (OperatingSystem.IsLinux())
        {
            int nameLength = Name.Length + 1;
            byte* assignment = (byte*)Marshal.AllocHGlobal(nameLength + MaxLength + 1);
            for (int i = 0; i < Name.Length; i++)
            {
                assignment[i] = (byte)Name[i];
            }
            assignment[Name.Length] = (byte)'=';
            _value = assignment + nameLength;
            *_value = 0;
            _managed = Libc.putenv(assignment) != 0;
        }
    }

    /// <summary>Sets the variable for the invocation that begins.</summary>
    internal void Set(ReadOnlySpan<byte> traceId)
    {
        if (!_managed && traceId.Length <= MaxLength)
        {
            // .NET reads variables from libc until something makes it keep its own copy of them all. An
            // empty value is the one that is told apart from a copy without allocating a string.
            *_value = 0;
            if (Environment.GetEnvironmentVariable(Name) is { Length: 0 })
            {
                traceId.CopyTo(new Span<byte>(_value, MaxLength));
                _value[traceId.Length] = 0;
                return;
            }
            _managed = true;
        }
        Environment.SetEnvironmentVariable(Name, traceId.IsEmpty ? null : Encoding.UTF8.GetString(traceId));
    }
}
