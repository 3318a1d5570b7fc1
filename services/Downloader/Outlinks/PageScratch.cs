using System.Security.Cryptography;

using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Outlinks;

/// <summary>What reading one page needs, kept for the next page: a page then costs no more memory than what is learned of it.</summary>
internal sealed class PageScratch : IDisposable
{
    public const int BlockBytes = 64 * 1024;

    public byte[] Block { get; } = new byte[BlockBytes];

    /// <summary>Room for a block in UTF-8: no encoding's characters take more than three bytes there for each of their own.</summary>
    public byte[] Utf8 { get; } = new byte[3 * BlockBytes];

    public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public HtmlPageParser Parser { get; } = new();

    public OutlinkResolver Outlinks { get; } = new();

    public void Dispose() => Hash.Dispose();
}
