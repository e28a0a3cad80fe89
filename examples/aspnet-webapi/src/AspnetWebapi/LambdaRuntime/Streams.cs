using System;
using System.IO;
using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>Reads and writes the events and answers of handlers of streams.</summary>
internal static class Streams
{
    internal static Stream Read(Invocation invocation)
    {
        // The event where it was received: a copy of 6 MB would be noticed.
        MemoryMarshal.TryGetArray(invocation.Event, out ArraySegment<byte> bytes);
        return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
    }

    internal static void Write(Invocation invocation, Stream? answer)
    {
        if (answer == null)
        {
            return;
        }
        using (answer)
        {
            // What remains to be read may be known, and then the memory is found at once.
            int remaining = answer.CanSeek ? (int)Math.Min(answer.Length - answer.Position, int.MaxValue / 2) : 0;
            while (true)
            {
                Span<byte> space = invocation.Output.GetSpan(Math.Max(remaining, 4096));
                int count = answer.Read(space);
                if (count == 0)
                {
                    return;
                }
                invocation.Output.Advance(count);
                remaining -= count;
            }
        }
    }
}
