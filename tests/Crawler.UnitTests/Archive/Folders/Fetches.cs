using System.Buffers;
using System.Net;
using System.Text;
using Crawler.Archive;

namespace Crawler.UnitTests.Archive.Folders;

/// <summary>Builds fetches.</summary>
internal static class Fetches
{
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, 123, TimeSpan.Zero);

    public static ArchivedFetch Of(Guid crawlId, string body = "hello", string url = "http://a.example/") => new()
    {
        CrawlId = crawlId,
        TargetUrl = url,
        FetchedAt = Time,
        Address = IPAddress.Parse("192.0.2.1"),
        RequestLine = "GET / HTTP/1.1",
        RequestHeaders = [new("Host", "a.example")],
        StatusLine = "HTTP/1.1 200 OK",
        ResponseHeaders = [new("Content-Type", "text/plain"), new("Set-Cookie", "a=1"), new("Set-Cookie", "b=2")],
        Body = Body(body),
    };

    public static ArchivedBody Body(string text) => new(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));

    /// <summary>Bytes that do not compress, the same for the same seed.</summary>
    public static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        var state = (uint)seed + 1;

        for (var i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bytes[i] = (byte)state;
        }

        return bytes;
    }
}
