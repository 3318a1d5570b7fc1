namespace Crawler.Archive;

/// <summary>Keeps what was fetched, by crawl.</summary>
/// <remarks>
/// A fetch is appended, its crawl flushed, and only then its pointer told to others: a pointer that anybody holds
/// leads to a whole record. Records that nobody points to are legal. All members may be called at the same time.
/// </remarks>
public interface IArchiveStore : IAsyncDisposable
{
    /// <summary>
    /// Stores a fetch, or throws and leaves the archive as it was. A full disk is an <see cref="IOException"/>.
    /// </summary>
    /// <returns>Where its response is.</returns>
    ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken);

    /// <summary>Makes everything that was appended to the crawl durable.</summary>
    ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken);

    /// <returns>The response; null where its file is no longer kept.</returns>
    /// <exception cref="InvalidDataException">There is no whole response record at the location.</exception>
    ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken);

    /// <summary>Removes all that is stored of a crawl. Nothing happens where nothing is.</summary>
    ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken);
}
