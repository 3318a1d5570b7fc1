namespace Crawler.Downloader.Decoding;

/// <summary>A body as the archive has it, opened for whoever wants to see the page.</summary>
public static class StoredBody
{
    private const long MaxBytes = 4L << 30;
    private const int MaxRatio = 100_000;
    private const int MaxLayers = 10;

    /// <summary>
    /// Undoes the content codings. Where one of them is not known, the body stays what was sent, and the result is
    /// false. What the codings hide may be broken: reading then throws <see cref="InvalidDataException"/>.
    /// </summary>
    /// <param name="sent">The body as sent; read from its position, without waiting.</param>
    /// <param name="sentBytes">Its length.</param>
    /// <param name="contentEncodings">The values of the response's Content-Encoding fields.</param>
    /// <param name="body">What is to be read.</param>
    public static bool TryDecode(
        Stream sent, long sentBytes, IReadOnlyList<string> contentEncodings, out Stream body)
    {
        var limits = new DecodingLimits(MaxBytes, MaxRatio, MaxLayers);
        return ContentDecoding.TryOpen(sent, sentBytes, contentEncodings, limits, out body);
    }
}
