using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RuntimeTests;

/// <summary>Properties that hold for all bytes, tried on many. A failure names its seed.</summary>
public class HttpFuzzTests
{
    [Fact]
    public void Responses_are_read_the_same_however_they_are_split()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var expected = new List<(int Status, string Id, byte[] Body)>();
            var bytes = new List<byte>();
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                expected.Add(AppendResponse(random, bytes));
            }
            HttpConnection connection = new ScriptedTransport(bytes.ToArray(), Pieces(random)).Connect();

            foreach ((int status, string id, byte[] body) in expected)
            {
                Assert.True(connection.Receive(), $"seed {seed}");
                Assert.Equal(status, connection.Head.Status);
                Assert.Equal(id, Encoding.ASCII.GetString(connection[LambdaHeader.AwsRequestId]));
                Assert.True(connection.Body.Span.SequenceEqual(body), $"seed {seed}");
            }
            Assert.False(connection.Receive(), $"seed {seed}");
        }
    }

    [Fact]
    public void Responses_are_read_when_they_come_byte_by_byte()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            (int status, _, byte[] body) = AppendResponse(random, bytes);
            HttpConnection connection = new ScriptedTransport(bytes.ToArray(), Enumerable.Repeat(1, bytes.Count)).Connect();

            Assert.True(connection.Receive());
            Assert.Equal(status, connection.Head.Status);
            Assert.True(connection.Body.Span.SequenceEqual(body));
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_read_and_never_anything_else()
    {
        for (int seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            ReadAll(bytes, random);
        }
    }

    [Fact]
    public void Responses_with_changed_bytes_are_refused_or_read_and_never_anything_else()
    {
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            AppendResponse(random, bytes);
            AppendResponse(random, bytes);
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.InsertRange(at, Encoding.ASCII.GetBytes(Pick(random, "\r\n", ":", "0", "f", "\r", "\n", " ", "-1", "chunked")));
                        break;
                }
            }
            refused += ReadAll(bytes.ToArray(), random) ? 1 : 0;
        }

        // That nothing was ever refused would mean that nothing was tried.
        Assert.InRange(refused, 1000, 19_999);
    }

    /// <summary>Reads until the end; true when the bytes were refused. Any other exception is a failure.</summary>
    private static bool ReadAll(byte[] bytes, Random random)
    {
        HttpConnection connection = new ScriptedTransport(bytes, Pieces(random)).Connect();
        try
        {
            for (int i = 0; i <= bytes.Length; i++)
            {
                if (!connection.Receive())
                {
                    return false;
                }
            }
        }
        catch (HttpProtocolException)
        {
            return true;
        }
        throw new InvalidOperationException("more responses than bytes");
    }

    private static (int Status, string Id, byte[] Body) AppendResponse(Random random, List<byte> bytes)
    {
        int status = random.Next(200, 600);
        status = status is 204 or 304 ? 200 : status;
        string id = Guid.NewGuid().ToString();
        byte[] body = new byte[random.Next(4) == 0 ? random.Next(20_000) : random.Next(50)];
        random.NextBytes(body);
        var head = new List<string>
        {
            RandomCase(random, "Lambda-Runtime-Aws-Request-Id") + ":" + new string(' ', random.Next(3)) + id,
            "X-Filler: " + new string('x', random.Next(200)),
            "Date: Thu, 01 Jan 2026 00:00:00 GMT",
        };
        bool chunked = random.Next(2) == 0;
        head.Add(RandomCase(random, chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.Length));
        string[] lines = head.OrderBy(_ => random.Next()).ToArray();
        bytes.AddRange(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Reason\r\n{string.Join("\r\n", lines)}\r\n\r\n"));
        if (!chunked)
        {
            bytes.AddRange(body);
            return (status, id, body);
        }
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(random.Next(1, random.Next(2, 9000)), body.Length - at);
            string format = random.Next(2) == 0 ? "x" : "X";
            string extension = random.Next(5) == 0 ? ";a=b" : string.Empty;
            bytes.AddRange(Encoding.ASCII.GetBytes(size.ToString(format) + extension + "\r\n"));
            bytes.AddRange(body.AsSpan(at, size).ToArray());
            bytes.AddRange("\r\n"u8.ToArray());
            at += size;
        }
        bytes.AddRange(random.Next(3) == 0 ? "0\r\nA: b\r\nC: d\r\n\r\n"u8.ToArray() : "000\r\n\r\n"u8.ToArray());
        return (status, id, body);
    }

    private static IEnumerable<int> Pieces(Random random)
    {
        int largest = Pick(random, 1, 3, 40, 3000, 100_000);
        return Enumerable.Range(0, 60_000 / largest).Select(_ => random.Next(1, largest + 1)).ToArray();
    }

    private static string RandomCase(Random random, string text)
        => string.Concat(text.Select(letter => random.Next(2) == 0 ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
