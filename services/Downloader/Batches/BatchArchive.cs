using System.Globalization;

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
    /// Archives an exchange; null where it is not: bodies that were refused or broke, pages that ask for it while the
    /// crawl obeys, and a 304 where nothing is archived to which it could refer.
    /// </summary>
    public async ValueTask<ArchivedExchange?> AppendAsync(
        FetchUrl item, FetchExchange exchange, PageFacts? facts, CancellationToken cancellationToken)
    {
        if (!Takes(exchange, facts))
        {
            return null;
        }

        var sha256 = await PayloadSha256Async(exchange, facts, cancellationToken);
        var digest = PayloadDigest.Of(sha256);
        var original = await FindOriginalAsync(item, exchange, facts, digest, cancellationToken);
        if (exchange.Status == 304 && original is null)
        {
            return null;
        }

        var pointer = await store.AppendAsync(
            FetchOf(item, exchange, facts) with { PayloadSha256 = sha256, RevisitOf = original?.Reference },
            cancellationToken);
        Interlocked.Increment(ref _appended);
        return new ArchivedExchange(
            pointer, original?.PayloadDigest ?? digest, original is null ? null : item.Original!.Seq);
    }

    /// <returns>Whether there was something to make durable.</returns>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _appended) == 0)
        {
            return false;
        }

        await store.FlushAsync(batch.CrawlId, cancellationToken);
        return true;
    }

    private static string Printable(string reasonPhrase) =>
        reasonPhrase.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "" : reasonPhrase;

    private static async ValueTask<byte[]> PayloadSha256Async(
        FetchExchange exchange, PageFacts? facts, CancellationToken cancellationToken) =>
        facts is { IsCoded: false }
            ? facts.Sha256
            : await PayloadDigest.HashAsync(exchange.Body?.OpenRead() ?? Stream.Null, cancellationToken);

    /// <summary>What the crawl knows of the fetch, in the names that web archives have for it.</summary>
    private static List<HttpField> MetadataOf(FetchUrl item, FetchExchange exchange, PageFacts? facts)
    {
        var milliseconds = (long)exchange.Duration.TotalMilliseconds;
        var fields = new List<HttpField>(4)
        {
            new("fetchTimeMs", milliseconds.ToString(CultureInfo.InvariantCulture)),
        };
        if (item.Via is { } via)
        {
            fields.Add(new("via", via));
        }

        if (item.DiscoveryPath is { } path)
        {
            fields.Add(new("hopsFromSeed", path.TrimStart('S')));
        }

        if (facts?.Charset is { } charset)
        {
            fields.Add(new("charsetForLinkExtraction", charset));
        }

        return fields;
    }

    private bool Takes(FetchExchange exchange, PageFacts? facts) =>
        batch.Archive
        && exchange.Status is not (null or < 200)
        && exchange.Failure is null
        && exchange.Skip is null
        && !(batch.ObeyRobots && facts?.NoArchive == true);

    /// <summary>
    /// The record that already holds this body. It is looked at before it is referred to: a revisit of what the archive
    /// no longer has, or holds in another coding, would be a page lost.
    /// </summary>
    private async ValueTask<(ArchivedRevisit Reference, string? PayloadDigest)?> FindOriginalAsync(
        FetchUrl item, FetchExchange exchange, PageFacts? facts, string digest, CancellationToken cancellationToken)
    {
        var isUnmodified = exchange.Status == 304 && exchange.Request.IsConditional;
        if (item.Original is not { } stored || !(isUnmodified || stored.Digest == facts?.Digest))
        {
            return null;
        }

        try
        {
            var location = stored.Archive;
            await using var original = await store.ReadAsync(
                new ArchivePointer(location.File, location.Offset, location.Length), cancellationToken);
            return original is { RevisitOf: null } && (isUnmodified || original.PayloadDigest == digest)
                ? (new ArchivedRevisit(original.TargetUrl, original.FetchedAt), original.PayloadDigest)
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // What is damaged there is this page's misfortune, and no failure of the archive.
            return null;
        }
    }

    private ArchivedFetch FetchOf(FetchUrl item, FetchExchange exchange, PageFacts? facts)
    {
        var url = exchange.Request.Url.WithoutFragment();
        return new ArchivedFetch
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
                BodyCut.Time => TruncationReason.Time,
                BodyCut.Disconnect => TruncationReason.Disconnect,
                _ => null,
            },
            Metadata = MetadataOf(item, exchange, facts),
            RobotsObeyed = batch.ObeyRobots,
        };
    }
}
