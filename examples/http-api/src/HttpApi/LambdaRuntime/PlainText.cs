using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>
/// Counts what stands in a JSON string as it is: everything but quotes, backslashes and control characters.
/// A vector at a time, since events may have 6 MB.
/// </summary>
internal static class PlainText
{
    /// <summary>The number of bytes before the first that is not plain.</summary>
    internal static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (Vector<byte> part in MemoryMarshal.Cast<byte, Vector<byte>>(text))
        {
            if (Vector.LessThanAny(part, new Vector<byte>((byte)' '))
                || Vector.EqualsAny(part, new Vector<byte>((byte)'"'))
                || Vector.EqualsAny(part, new Vector<byte>((byte)'\\')))
            {
                break;
            }
            count += Vector<byte>.Count;
        }
        while (count < text.Length && text[count] >= ' ' && text[count] != '"' && text[count] != '\\')
        {
            count++;
        }
        return count;
    }

    /// <summary>The number of characters before the first that is not plain or comes after the last one given.</summary>
    internal static int Count(ReadOnlySpan<char> text, char last)
    {
        int count = 0;
        foreach (Vector<ushort> part in MemoryMarshal.Cast<char, Vector<ushort>>(text))
        {
            if (Vector.LessThanAny(part, new Vector<ushort>(' '))
                || Vector.GreaterThanAny(part, new Vector<ushort>(last))
                || Vector.EqualsAny(part, new Vector<ushort>('"'))
                || Vector.EqualsAny(part, new Vector<ushort>('\\')))
            {
                break;
            }
            count += Vector<ushort>.Count;
        }
        while (count < text.Length && text[count] >= ' ' && text[count] <= last && text[count] != '"' && text[count] != '\\')
        {
            count++;
        }
        return count;
    }
}
