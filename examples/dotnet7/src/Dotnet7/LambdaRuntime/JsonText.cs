using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// JSON strings, which are all the JSON that a function of strings needs. A function of typed events uses
/// System.Text.Json; one of strings stays half as large without it.
/// </summary>
internal static class JsonText
{
    private const string Hex = "0123456789abcdef";

    /// <summary>Writes a string in quotes, or null. Only what JSON demands is escaped.</summary>
    internal static void Write(ByteBuffer output, string? text)
    {
        if (text == null)
        {
            output.WriteAscii("null");
        }
        else
        {
            Write(output, text.AsSpan());
        }
    }

    /// <summary>Writes a string in quotes.</summary>
    internal static void Write(ByteBuffer output, ReadOnlySpan<char> text) => Write(output, text, char.MaxValue);

    /// <summary>Writes a string in quotes as ASCII, so that it can stand in a header.</summary>
    internal static void WriteAscii(ByteBuffer output, ReadOnlySpan<char> text) => Write(output, text, '~');

    private static void Write(ByteBuffer output, ReadOnlySpan<char> rest, char last)
    {
        output.Write((byte)'"');
        while (true)
        {
            int ascii = PlainText.CopyAscii(rest, output.GetSpan(rest.Length));
            output.Advance(ascii);
            rest = rest.Slice(ascii);
            int plain = PlainText.Count(rest, last);
            output.WriteUtf8(rest.Slice(0, plain));
            if (plain == rest.Length)
            {
                break;
            }
            WriteEscaped(output, rest[plain]);
            rest = rest.Slice(plain + 1);
        }
        output.Write((byte)'"');
    }

    /// <summary>Reads a JSON document that is a string or null.</summary>
    /// <exception cref="FormatException">It is neither; the message says what is wrong and where.</exception>
    internal static string? Read(ReadOnlySpan<byte> json)
    {
        int start = 0;
        int end = json.Length;
        while (start < end && IsBlank(json[start]))
        {
            start++;
        }
        while (end > start && IsBlank(json[end - 1]))
        {
            end--;
        }
        if (end - start == 4 && json[start] == 'n' && json[start + 1] == 'u' && json[start + 2] == 'l' && json[start + 3] == 'l')
        {
            return null;
        }
        if (end - start < 2 || json[start] != '"' || json[end - 1] != '"')
        {
            throw new FormatException(start == end
                ? "it is empty"
                : $"it begins with '{(char)json[start]}' at byte {start}");
        }
        ReadOnlySpan<byte> content = json.Slice(start + 1, end - start - 2);
        if (PlainText.CountAscii(content) == content.Length)
        {
            string text = new('\0', content.Length);
            // Nobody else has seen the string yet.
            PlainText.Widen(content, MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(text.AsSpan()), text.Length));
            return text;
        }
        return PlainText.Count(content) == content.Length
            ? Encoding.UTF8.GetString(content)
            : Unescape(content, start + 1);
    }

    private static string Unescape(ReadOnlySpan<byte> content, int offset)
    {
        // The text has at most as many characters as the JSON has bytes.
        char[] text = ArrayPool<char>.Shared.Rent(content.Length);
        int length = 0;
        int at = 0;
        while (at < content.Length)
        {
            int plain = at + PlainText.Count(content.Slice(at));
            if (plain < content.Length && content[plain] != '\\')
            {
                throw new FormatException($"an unescaped character stands at byte {offset + plain}");
            }
            length += Encoding.UTF8.GetChars(content.Slice(at, plain - at), text.AsSpan(length));
            at = plain;
            if (at < content.Length)
            {
                text[length++] = ReadEscape(content, ref at, offset);
            }
        }
        string result = new(text, 0, length);
        ArrayPool<char>.Shared.Return(text);
        return result;
    }

    private static char ReadEscape(ReadOnlySpan<byte> content, ref int at, int offset)
    {
        int start = at;
        int kind = at + 1 < content.Length ? content[at + 1] : 0;
        at += 2;
        switch (kind)
        {
            case '"':
            case '\\':
            case '/':
                return (char)kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when at + 4 <= content.Length:
                int value = 0;
                for (int i = 0; i < 4; i++)
                {
                    int digit = Hex.IndexOf((char)(content[at] < 'A' ? content[at] : content[at] | 0x20));
                    value = digit < 0 ? -1 : value < 0 ? -1 : (value << 4) | digit;
                    at++;
                }
                if (value >= 0)
                {
                    return (char)value;
                }
                break;
        }
        throw new FormatException($"an invalid escape stands at byte {offset + start}");
    }

    private static void WriteEscaped(ByteBuffer output, char letter)
    {
        output.Write((byte)'\\');
        int named = "\"\\\b\f\n\r\t".IndexOf(letter);
        if (named >= 0)
        {
            output.Write((byte)"\"\\bfnrt"[named]);
            return;
        }
        output.Write((byte)'u');
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            output.Write((byte)Hex[(letter >> shift) & 15]);
        }
    }

    private static bool IsBlank(byte value) => value == ' ' || value == '\t' || value == '\r' || value == '\n';
}
