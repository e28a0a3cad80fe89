using System;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// Writes to the standard streams, on Linux without the Console class, whose start a small function would
/// notice. What is written together stays together.
/// </summary>
internal static class StandardStream
{
    internal const int Output = 1;
    internal const int Error = 2;

    internal static void WriteErrorLine(string line) => Write(Error, Encoding.UTF8.GetBytes(line + "\n"));

    internal static unsafe void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var stream = descriptor == Output ? Console.OpenStandardOutput() : Console.OpenStandardError();
            stream.Write(bytes);
            return;
        }
        fixed (byte* start = bytes)
        {
            nint written = 0;
            while (written < bytes.Length)
            {
                nint count = Libc.write(descriptor, start + written, bytes.Length - written);
                if (count < 0 && Marshal.GetLastPInvokeError() != Libc.EINTR)
                {
                    return; // There is nowhere to complain to.
                }
                written += Math.Max(count, 0);
            }
        }
    }
}
