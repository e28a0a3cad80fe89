using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>
/// Counts what stands in a JSON string as it is: everything but quotes, backslashes and control characters.
/// A vector at a time, since events may have 6 MB. Most texts are ASCII from end to end: those are counted, or
/// checked and copied, in one pass.
/// </summary>
internal static class PlainText
{
    /// <summary>The number of bytes before the first that is not plain ASCII, from the blank to the tilde.</summary>
    internal static int CountAscii(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (Vector<byte> part in MemoryMarshal.Cast<byte, Vector<byte>>(text))
        {
            if (!IsAscii(part))
            {
                break;
            }
            count += Vector<byte>.Count;
        }
        while (count < text.Length && IsAscii(text[count]))
        {
            count++;
        }
        return count;
    }

    /// <summary>Copies ASCII, a character for each byte.</summary>
    internal static void Widen(ReadOnlySpan<byte> ascii, Span<char> output)
    {
        ReadOnlySpan<Vector<byte>> parts = MemoryMarshal.Cast<byte, Vector<byte>>(ascii);
        Span<Vector<ushort>> wide = MemoryMarshal.Cast<char, Vector<ushort>>(output);
        for (int i = 0; i < parts.Length; i++)
        {
            Vector.Widen(parts[i], out wide[2 * i], out wide[2 * i + 1]);
        }
        for (int i = parts.Length * Vector<byte>.Count; i < ascii.Length; i++)
        {
            output[i] = (char)ascii[i];
        }
    }

    /// <summary>Copies what comes before the first character that is not plain ASCII, and returns how much that was.</summary>
    internal static int CopyAscii(ReadOnlySpan<char> text, Span<byte> output)
    {
        ReadOnlySpan<Vector<ushort>> parts = MemoryMarshal.Cast<char, Vector<ushort>>(text);
        Span<Vector<byte>> narrow = MemoryMarshal.Cast<byte, Vector<byte>>(output);
        int count = 0;
        for (int i = 0; i + 1 < parts.Length; i += 2)
        {
            Vector<byte> both = Vector.Narrow(parts[i], parts[i + 1]);
            if (!Vector.LessThanOrEqualAll(parts[i] | parts[i + 1], new Vector<ushort>(0x7f)) || !IsAscii(both))
            {
                break;
            }
            narrow[i / 2] = both;
            count += Vector<byte>.Count;
        }
        while (count < text.Length && text[count] <= '~' && IsAscii((byte)text[count]))
        {
            output[count] = (byte)text[count];
            count++;
        }
        return count;
    }

    private static bool IsAscii(byte value) => value >= ' ' && value <= '~' && value != '"' && value != '\\';

    private static bool IsAscii(Vector<byte> part)
    {
        // As signed numbers, bytes above 0x7f are below the blank, too.
        Vector<sbyte> signed = Vector.AsVectorSByte(part);
        return !Vector.EqualsAny(
            Vector.LessThan(signed, new Vector<sbyte>((sbyte)' '))
                | Vector.Equals(signed, new Vector<sbyte>((sbyte)'"'))
                | Vector.Equals(signed, new Vector<sbyte>((sbyte)'\\'))
                | Vector.Equals(signed, new Vector<sbyte>(0x7f)),
            new Vector<sbyte>(-1));
    }

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
