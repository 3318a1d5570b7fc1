using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>Reads what a fetched body says. The seam between bringing pages and understanding them.</summary>
internal interface IPageReader
{
    /// <summary>
    /// Decodes and digests the body of a successful exchange and, where it is HTML, gives its links to the reading.
    /// Throws <see cref="InvalidDataException"/> for a corrupt body and <see cref="Decoding.BodyTooLargeException"/>
    /// for one that unfolds too far.
    /// </summary>
    PageFacts Read(FetchExchange exchange, in PageReading reading);
}
