using System.IO.Compression;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Crawler.TestKit.Web;

/// <summary>Compressed bodies, honest and not.</summary>
public static class SiteCompression
{
    /// <summary>
    /// A page whose body is coded: gzip, br or deflate (zlib), in the order in which the codings were applied.
    /// </summary>
    public static FakeSite CompressedPage(
        this FakeSite site, string target, string coding, string title = "Page", IEnumerable<string>? links = null) =>
        site.RespondBytes(
            target,
            StatusCodes.Status200OK,
            Encode(Encoding.UTF8.GetBytes(HtmlText.Page(title, links)), coding),
            "text/html; charset=utf-8",
            ("Content-Encoding", coding));

    /// <summary>A gzip body of about a thousandth of the bytes that it unpacks to.</summary>
    public static FakeSite GzipBomb(this FakeSite site, string target, long decodedBytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            for (var rest = decodedBytes; rest > 0; rest -= block.Length)
            {
                gzip.Write(block, 0, (int)Math.Min(rest, block.Length));
            }
        }

        return site.RespondBytes(
            target,
            StatusCodes.Status200OK,
            packed.ToArray(),
            "text/html; charset=utf-8",
            ("Content-Encoding", "gzip"));
    }

    /// <summary>
    /// Applies codings as a Content-Encoding header lists them (RFC 9110, 8.4): the first is the innermost.
    /// </summary>
    public static byte[] Encode(byte[] body, string codings)
    {
        foreach (var coding in codings.Split(',', StringSplitOptions.TrimEntries))
        {
            using var packed = new MemoryStream();
            using (Stream encoder = coding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => throw new ArgumentException($"There is no coding {coding} here.", nameof(codings)),
            })
            {
                encoder.Write(body);
            }

            body = packed.ToArray();
        }

        return body;
    }
}
