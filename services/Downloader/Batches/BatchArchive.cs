using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;

namespace Crawler.Downloader.Batches;

/// <summary>Writes a batch's exchanges to the archive, and makes them durable before the batch is answered.</summary>
internal sealed class BatchArchive(IArchiveStore store, FetchHostBatch batch)
{
    private int _appended;

    /// <summary>
    /// Whether an exchange is archived: every answer that came, but for 304, which has nothing to keep, bodies that
    /// were refused or broke, and pages that ask for it while the crawl obeys.
    /// </summary>
    public bool Takes(FetchExchange exchange, PageFacts? facts) =>
        batch.Archive
        && exchange.Status is not (null or 304 or < 200)
        && exchange.Failure is null
        && exchange.Skip is null
        && !(batch.ObeyRobots && facts?.NoArchive == true);

    public async ValueTask<ArchivePointer> AppendAsync(
        FetchExchange exchange, PageFacts? facts, CancellationToken cancellationToken)
    {
        var url = exchange.Request.Url.WithoutFragment();
        var pointer = await store.AppendAsync(
            new ArchivedFetch
            {
                CrawlId = batch.CrawlId,
                TargetUrl = url.Href,
                FetchedAt = exchange.StartedAt,
                Address = exchange.Address,
                RequestLine = $"GET {url.PathAndQuery} HTTP/1.1",
                RequestHeaders = exchange.RequestHeaders,
                StatusLine = $"HTTP/1.1 {exchange.Status} {Printable(exchange.ReasonPhrase)}",
                ResponseHeaders = exchange.Headers?.Fields ?? [],
                Body = exchange.Body?.ToArchivedBody() ?? ArchivedBody.Empty,
                Truncated = exchange.Cut switch
                {
                    BodyCut.Length => TruncationReason.Length,
                    BodyCut.Disconnect => TruncationReason.Disconnect,
                    _ => null,
                },
                PayloadSha256 = facts is { IsCoded: false } ? facts.Sha256 : (ReadOnlyMemory<byte>?)null,
                RobotsObeyed = batch.ObeyRobots,
            },
            cancellationToken);
        Interlocked.Increment(ref _appended);
        return pointer;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _appended) > 0 ? store.FlushAsync(batch.CrawlId, cancellationToken) : ValueTask.CompletedTask;

    private static string Printable(string reasonPhrase) =>
        reasonPhrase.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "" : reasonPhrase;
}
