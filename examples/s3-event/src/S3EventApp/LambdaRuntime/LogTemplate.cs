using System;
using System.Globalization;
using System.Text;

namespace LambdaRuntime;

/// <summary>
/// A log message with places for values: <c>"{count} orders for {customer}"</c>. The names take the values
/// in their order; places that are all numbers take the value at that index. <c>{{</c> is a brace,
/// <c>{price:F2}</c> formats, and an <c>@</c> before a name is taken off.
/// </summary>
internal readonly struct LogTemplate
{
    private readonly string _template;
    private readonly object?[] _args;
    private readonly bool _isPositional;

    internal LogTemplate(string template, object?[] args)
    {
        _template = template;
        _args = args;
        _isPositional = false;
        if (args.Length > 0)
        {
            _isPositional = true;
            for (int at = 0; TryFindPlace(ref at, out Place place);)
            {
                _isPositional &= LambdaEnvironment.ParseNumber(place.Name) >= 0;
            }
        }
    }

    /// <summary>The message with the values in their places.</summary>
    internal string Format()
    {
        if (_args.Length == 0)
        {
            return _template;
        }
        var text = new StringBuilder(_template.Length + (16 * _args.Length));
        int copied = 0;
        int index = 0;
        for (int at = 0; TryFindPlace(ref at, out Place place); index++)
        {
            Unescape(text, _template.AsSpan(copied, place.Start - copied));
            copied = at;
            if (TryGetValue(place, index, out object? value))
            {
                text.Append(value is IFormattable formattable
                    ? formattable.ToString(place.Format, CultureInfo.InvariantCulture)
                    : value?.ToString());
            }
            else
            {
                text.Append(_template, place.Start, at - place.Start);
            }
        }
        Unescape(text, _template.AsSpan(copied));
        return text.ToString();
    }

    /// <summary>Writes each value that is not null as a member of a JSON object, a comma before it.</summary>
    internal void WriteMembers(ByteBuffer record)
    {
        int index = 0;
        for (int at = 0; _args.Length > 0 && TryFindPlace(ref at, out Place place); index++)
        {
            if (TryGetValue(place, index, out object? value) && value != null)
            {
                record.Write((byte)',');
                JsonText.Write(record, place.Name);
                record.Write((byte)':');
                WriteValue(record, value, place.Format);
            }
        }
    }

    private static void WriteValue(ByteBuffer record, object value, string? format)
    {
        string text = value is IFormattable formattable
            ? formattable.ToString(format ?? (value is DateTime or DateTimeOffset ? "O" : null), CultureInfo.InvariantCulture)
            : value.ToString() ?? string.Empty;
        bool isBare = format == null && value switch
        {
            bool => true,
            sbyte or byte or short or ushort or int or uint or long or ulong or decimal => true,
            float number => float.IsFinite(number),
            double number => double.IsFinite(number),
            _ => false,
        };
        if (isBare)
        {
            record.WriteAscii(value is bool ? text.ToLowerInvariant() : text);
        }
        else
        {
            JsonText.Write(record, text);
        }
    }

    private static void Unescape(StringBuilder text, ReadOnlySpan<char> part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            text.Append(part[i]);
            if (part[i] is '{' or '}' && i + 1 < part.Length && part[i + 1] == part[i])
            {
                i++;
            }
        }
    }

    private bool TryGetValue(Place place, int index, out object? value)
    {
        int at = _isPositional ? LambdaEnvironment.ParseNumber(place.Name) : index;
        value = at < _args.Length ? _args[at] : null;
        return at < _args.Length;
    }

    /// <summary>Finds the next place from a position on, and moves the position behind it.</summary>
    private bool TryFindPlace(ref int at, out Place place)
    {
        while (at < _template.Length)
        {
            int open = at;
            at++;
            if (_template[open] != '{')
            {
                continue;
            }
            if (at < _template.Length && _template[at] == '{')
            {
                at++;
                continue;
            }
            int close = _template.IndexOf('}', at);
            if (close > at)
            {
                int colon = _template.IndexOf(':', at, close - at);
                int nameEnd = colon < 0 ? close : colon;
                int nameStart = _template[at] == '@' ? at + 1 : at;
                string name = _template.Substring(nameStart, Math.Max(0, nameEnd - nameStart));
                place = new Place(open, name, colon < 0 ? null : _template.Substring(colon + 1, close - colon - 1));
                at = close + 1;
                return true;
            }
        }
        place = default;
        return false;
    }

    private readonly record struct Place(int Start, string Name, string? Format);
}
