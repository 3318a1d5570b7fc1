using System.Security.Cryptography;

using Crawler.WebStandards.Charsets;
using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// What reading one page needs, kept for the next page: a page then costs no more memory than what is learned of it.
/// </summary>
internal sealed class PageScratch : IDisposable
{
    public const int BlockBytes = 64 * 1024;

    public byte[] Block { get; } = new byte[BlockBytes];

    public byte[] Utf8 { get; } = new byte[BlockBytes];

    public Utf8Transcoder Transcoder { get; } = new(WebCharset.Utf8);

    public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public HtmlPageParser Parser { get; } = new();

    public OutlinkResolver Outlinks { get; } = new();

    public void Dispose() => Hash.Dispose();
}
