using System;
using System.Text;

namespace LambdaRuntime;

/// <summary>Writes to the standard streams, whole lines at a time, and without the Console on Linux.</summary>
internal static class StandardError
{
    internal static void WriteLine(string line) => Write(2, Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Writes all the bytes to a standard stream: 1 is output, 2 is error.</summary>
    internal static unsafe void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var stream = descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
            stream.Write(bytes);
            return;
        }
        fixed (byte* start = bytes)
        {
            nint written = 0;
            while (written < bytes.Length)
            {
                nint count = Libc.write(descriptor, start + written, bytes.Length - written);
                if (count < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.EINTR)
                {
                    return; // There is nowhere to complain to.
                }
                written += Math.Max(count, 0);
            }
        }
    }
}
