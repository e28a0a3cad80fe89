using System;
using System.Linq;

namespace NativeTests;

/// <summary>Handlers that hold memory and make garbage: "LIVE_MB,GARBAGE_MB,ARRAY_BYTES".</summary>
internal static class MemoryHandlers
{
    private static Node? _kept;

    internal static string Use(string input)
    {
        long[] sizes = input.Split(',').Select(long.Parse).ToArray();
        int length = (int)sizes[2];
        byte[][] live = new byte[(sizes[0] << 20) / length][];
        for (int i = 0; i < live.Length; i++)
        {
            live[i] = Filled(length);
        }
        long check = 0;
        for (long made = 0; made < sizes[1] << 20; made += length)
        {
            check += Filled(length)[length - 1];
        }
        return $"{live.Length} {check > 0} {live.Sum(array => (long)array[0])}";
    }

    /// <summary>Holds as much of what it makes as there is room for.</summary>
    internal static void Exhaust(string length)
    {
        for (Node? all = null; ; all = new Node(all, Filled(int.Parse(length))))
        {
        }
    }

    /// <summary>The same, and keeps it for good.</summary>
    internal static void Leak(string length)
    {
        while (true)
        {
            _kept = new Node(_kept, Filled(int.Parse(length)));
        }
    }

    /// <summary>An array whose pages are all in use.</summary>
    private static byte[] Filled(int length)
    {
        byte[] array = new byte[length];
        array.AsSpan().Fill(1);
        return array;
    }

    private sealed record Node(Node? Next, byte[] Array);
}
