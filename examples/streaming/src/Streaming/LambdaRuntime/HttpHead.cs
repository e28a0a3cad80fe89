using System;

namespace LambdaRuntime;

/// <summary>The headers of the Runtime API that a <c>next</c> response carries.</summary>
internal enum LambdaHeader
{
    AwsRequestId,
    InvocationId,
    DeadlineMs,
    InvokedFunctionArn,
    TraceId,
    ClientContext,
    CognitoIdentity,
    TenantId,
    Count,
}

/// <summary>The bytes sent do not follow HTTP/1.1, or exceed a limit of this client.</summary>
internal sealed class HttpProtocolException : Exception
{
    internal HttpProtocolException(string message) : base(message)
    {
    }
}

/// <summary>
/// The head of an HTTP/1.1 response: what is needed to find the end of its body, and where the headers of
/// the Runtime API stand. Holds positions, not copies, so reading one allocates nothing.
/// </summary>
internal sealed class HttpHead
{
    /// <summary>No head is longer. Lambda's stay under 8 KB; a client context can have 3.5 KB.</summary>
    internal const int MaxLength = 64 * 1024;

    // Arrays of constants like these are data in the executable, not objects.
    private static ReadOnlySpan<byte> LineEnd => new[] { (byte)'\r', (byte)'\n' };

    private static ReadOnlySpan<byte> BlankLine => new[] { (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n' };

    private readonly (int Start, int Length)[] _headers = new (int, int)[(int)LambdaHeader.Count];

    /// <summary>The status code, 100 to 599.</summary>
    internal int Status { get; private set; }

    /// <summary>The length of the body in bytes, or -1 when the head does not say.</summary>
    internal long ContentLength { get; private set; }

    /// <summary>True when the body comes in chunks.</summary>
    internal bool Chunked { get; private set; }

    /// <summary>True when the server closes the connection after this response.</summary>
    internal bool Close { get; private set; }

    /// <summary>Where the value of a header stands in the bytes that were parsed; empty when absent.</summary>
    internal (int Start, int Length) this[LambdaHeader header] => _headers[(int)header];

    /// <summary>
    /// Finds the end of a head: the index after its blank line, or -1 when the bytes do not hold a whole
    /// one. <paramref name="from"/> says how many bytes an earlier call has seen, so that a head arriving
    /// byte by byte is not searched from the start each time.
    /// </summary>
    internal static int FindEnd(ReadOnlySpan<byte> bytes, int from)
    {
        int start = Math.Max(0, from - 3);
        int at = bytes.Slice(start).IndexOf(BlankLine);
        return at < 0 ? -1 : start + at + BlankLine.Length;
    }

    /// <summary>Reads a whole head, blank line included.</summary>
    /// <exception cref="HttpProtocolException">It is not one.</exception>
    internal void Parse(ReadOnlySpan<byte> bytes)
    {
        Array.Clear(_headers);
        ContentLength = -1;
        Chunked = false;

        int lineEnd = bytes.IndexOf(LineEnd);
        ParseStatusLine(bytes.Slice(0, lineEnd));
        for (int start = lineEnd + 2; ; start = lineEnd + 2)
        {
            lineEnd = start + bytes.Slice(start).IndexOf(LineEnd);
            if (lineEnd == start)
            {
                return;
            }
            ParseHeader(bytes, start, lineEnd);
        }
    }

    private void ParseStatusLine(ReadOnlySpan<byte> line)
    {
        // HTTP/1.x SP three digits [SP reason]
        if (line.Length < 12 || !EqualsIgnoreCase(line.Slice(0, 7), "http/1.") || line[8] != ' '
            || (line.Length > 12 && line[12] != ' ')
            || !TryParseNumber(line.Slice(9, 3), out long status) || status < 100 || status > 599)
        {
            throw new HttpProtocolException("the response does not begin with an HTTP/1.1 status line");
        }
        Status = (int)status;
        Close = line[7] == '0';
    }

    private void ParseHeader(ReadOnlySpan<byte> bytes, int start, int end)
    {
        int colon = bytes.Slice(start, end - start).IndexOf((byte)':');
        if (colon <= 0)
        {
            throw new HttpProtocolException("a header line of the response has no name");
        }
        ReadOnlySpan<byte> name = bytes.Slice(start, colon);
        start += colon + 1;
        while (start < end && IsBlank(bytes[start]))
        {
            start++;
        }
        while (end > start && IsBlank(bytes[end - 1]))
        {
            end--;
        }
        ReadOnlySpan<byte> value = bytes.Slice(start, end - start);

        if (EqualsIgnoreCase(name, "content-length"))
        {
            if (!TryParseNumber(value, out long length) || (ContentLength >= 0 && ContentLength != length))
            {
                throw new HttpProtocolException("the response has an invalid Content-Length");
            }
            ContentLength = length;
        }
        else if (EqualsIgnoreCase(name, "transfer-encoding"))
        {
            Chunked = EqualsIgnoreCase(value, "chunked");
            if (!Chunked)
            {
                throw new HttpProtocolException("the response has a Transfer-Encoding other than chunked");
            }
        }
        else if (EqualsIgnoreCase(name, "connection"))
        {
            Close = EqualsIgnoreCase(value, "close") || (Close && !EqualsIgnoreCase(value, "keep-alive"));
        }
        else if (FindLambdaHeader(name) is var header && header != LambdaHeader.Count)
        {
            _headers[(int)header] = (start, end - start);
        }
    }

    private static LambdaHeader FindLambdaHeader(ReadOnlySpan<byte> name)
    {
        const string prefix = "lambda-runtime-";
        if (name.Length <= prefix.Length || !EqualsIgnoreCase(name.Slice(0, prefix.Length), prefix))
        {
            return LambdaHeader.Count;
        }
        name = name.Slice(prefix.Length);
        return EqualsIgnoreCase(name, "aws-request-id") ? LambdaHeader.AwsRequestId
            : EqualsIgnoreCase(name, "invocation-id") ? LambdaHeader.InvocationId
            : EqualsIgnoreCase(name, "deadline-ms") ? LambdaHeader.DeadlineMs
            : EqualsIgnoreCase(name, "invoked-function-arn") ? LambdaHeader.InvokedFunctionArn
            : EqualsIgnoreCase(name, "trace-id") ? LambdaHeader.TraceId
            : EqualsIgnoreCase(name, "client-context") ? LambdaHeader.ClientContext
            : EqualsIgnoreCase(name, "cognito-identity") ? LambdaHeader.CognitoIdentity
            : EqualsIgnoreCase(name, "aws-tenant-id") ? LambdaHeader.TenantId
            : LambdaHeader.Count;
    }

    /// <summary>Reads a decimal number of at most 15 digits and nothing else.</summary>
    internal static bool TryParseNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            if (digit < '0' || digit > '9')
            {
                return false;
            }
            number = (number * 10) + (digit - '0');
        }
        return digits.Length > 0 && digits.Length <= 15;
    }

    /// <summary>Compares a header name with a lower-case ASCII one.</summary>
    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> name, string lower)
    {
        if (name.Length != lower.Length)
        {
            return false;
        }
        for (int i = 0; i < name.Length; i++)
        {
            int letter = name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 0x20 : name[i];
            if (letter != lower[i])
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsBlank(byte value) => value == ' ' || value == '\t';
}
