using System.Text;
using AspnetWebapi.Events;
using Microsoft.Net.Http.Headers;

namespace AspnetWebapi.Hosting;

/// <summary>Turns what ASP.NET Core has answered into an answer of Lambda.</summary>
internal static class LambdaHttpResponseWriter
{
    public static LambdaHttpResponse Write(int status, IHeaderDictionary headers, MemoryStream body)
    {
        var isText = IsText(headers);
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        return new LambdaHttpResponse
        {
            StatusCode = status,
            Headers = headers
                .Where(header => !header.Key.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            // Lambda takes cookies apart from the other headers, since these cannot repeat.
            Cookies = headers.SetCookie is { Count: > 0 } cookies ? [.. cookies.OfType<string>()] : null,
            Body = bytes.IsEmpty ? null : isText ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes),
            IsBase64Encoded = !bytes.IsEmpty && !isText,
        };
    }

    // What is compressed, or not known to be text, must travel as base64.
    private static bool IsText(IHeaderDictionary headers)
    {
        if (headers.ContentEncoding.Count > 0 || !MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type))
        {
            return false;
        }
        var isUtf8 = !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        var isTextual = type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Equals("xml", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Equals("javascript", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("xml", StringComparison.OrdinalIgnoreCase);
        return isUtf8 && isTextual;
    }
}
