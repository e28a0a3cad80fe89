using System.Collections.Generic;
using System.Net;

namespace LambdaRuntime;

/// <summary>
/// What an HTTP response has before its body, for functions behind a function URL or an API Gateway that
/// stream their answer. The names are those of Amazon.Lambda.Core.
/// </summary>
public class HttpResponseStreamPrelude
{
    /// <summary>The status code; null leaves it to Lambda, which sends 200.</summary>
    public HttpStatusCode? StatusCode { get; set; }

    /// <summary>The headers, for function URLs and HTTP APIs.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>The headers with several values each, for REST APIs.</summary>
    public IDictionary<string, IList<string>> MultiValueHeaders { get; set; }
        = new Dictionary<string, IList<string>>();

    /// <summary>The cookies, each as the value of a Set-Cookie header.</summary>
    public IList<string> Cookies { get; set; } = new List<string>();

    /// <summary>Writes the JSON and the eight NUL bytes that separate it from the body.</summary>
    internal void Write(ByteBuffer output)
    {
        output.Write((byte)'{');
        bool first = true;
        if (StatusCode != null)
        {
            WriteName(output, "statusCode", ref first);
            output.WriteNumber((int)StatusCode);
        }
        if (Headers?.Count > 0)
        {
            WriteName(output, "headers", ref first);
            WriteStart(output, '{', out bool firstHeader);
            foreach (KeyValuePair<string, string> header in Headers)
            {
                WriteName(output, header.Key, ref firstHeader);
                JsonText.Write(output, header.Value);
            }
            output.Write((byte)'}');
        }
        if (MultiValueHeaders?.Count > 0)
        {
            WriteName(output, "multiValueHeaders", ref first);
            WriteStart(output, '{', out bool firstHeader);
            foreach (KeyValuePair<string, IList<string>> header in MultiValueHeaders)
            {
                WriteName(output, header.Key, ref firstHeader);
                WriteStrings(output, header.Value);
            }
            output.Write((byte)'}');
        }
        if (Cookies?.Count > 0)
        {
            WriteName(output, "cookies", ref first);
            WriteStrings(output, Cookies);
        }
        output.Write((byte)'}');
        output.GetSpan(8).Slice(0, 8).Clear();
        output.Advance(8);
    }

    private static void WriteStart(ByteBuffer output, char bracket, out bool first)
    {
        output.Write((byte)bracket);
        first = true;
    }

    private static void WriteName(ByteBuffer output, string name, ref bool first)
    {
        WriteSeparator(output, ref first);
        JsonText.Write(output, name);
        output.Write((byte)':');
    }

    private static void WriteStrings(ByteBuffer output, IList<string> values)
    {
        WriteStart(output, '[', out bool first);
        foreach (string value in values)
        {
            WriteSeparator(output, ref first);
            JsonText.Write(output, value);
        }
        output.Write((byte)']');
    }

    private static void WriteSeparator(ByteBuffer output, ref bool first)
    {
        if (!first)
        {
            output.Write((byte)',');
        }
        first = false;
    }
}
