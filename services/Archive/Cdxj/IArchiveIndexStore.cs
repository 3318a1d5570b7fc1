namespace Crawler.Archive.Cdxj;

/// <summary>Keeps the indexes of an archive: beside each WARC file a CDXJ file of the same name.</summary>
public interface IArchiveIndexStore
{
    /// <summary>Writes the indexes of a crawl's files, each as a whole in place of an earlier one.</summary>
    /// <param name="crawlId">The crawl.</param>
    /// <param name="captures">All that is committed of the crawl, in any order.</param>
    /// <param name="cancellationToken">Ends it; indexes that are not written yet stay as they were.</param>
    /// <returns>How many files have an index now, and how many lines are in them.</returns>
    Task<(int Files, long Captures)> WriteAsync(
        Guid crawlId, IAsyncEnumerable<CdxjCapture> captures, CancellationToken cancellationToken);
}
