using Crawler.Archive.Objects;
using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Storage;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Batches;

/// <summary>Lays the links of an answer aside where they are too many for a message (a claim check).</summary>
internal sealed class LinkClaims(
    IObjectStore objects, SentLinks sentLinks, StorageOutage storage, IOptions<DownloaderOptions> options, BatchLog log)
{
    /// <summary>What JSON puts around a link's URL, up to the digits of its page: <c>{"url":"","from":100},</c>.</summary>
    private const int LinkOverheadBytes = 22;

    /// <summary>
    /// The answer as it is sent. Where its links cannot be laid aside, its pages are given back: a page whose links
    /// nobody learns of must not count as fetched.
    /// </summary>
    public async ValueTask<HostBatchFetched> CheckInAsync(
        FetchHostBatch batch, HostBatchFetched answer, CancellationToken cancellationToken)
    {
        if (IsShort(answer.Links))
        {
            return answer;
        }

        var name = LinksObject.NameOf(answer.LeaseId);
        try
        {
            await objects.PutAsync(name, LinksObject.Write(answer.Links), cancellationToken);
            return answer with { Links = [], LinksReference = name };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LinksFailed(e, answer.LeaseId);
            storage.Fail(StorageKind.Spool, batch, e);
            sentLinks.Abandon(answer.CrawlId, answer.LeaseId);
            return answer with { Links = [], Outcomes = [.. answer.Outcomes.Select(GivenBack)] };
        }
    }

    private static UrlOutcome GivenBack(UrlOutcome outcome) => outcome.Kind == OutcomeKind.Fetched
        ? new UrlOutcome { Key = outcome.Key, Kind = OutcomeKind.NotAttempted }
        : outcome;

    private bool IsShort(IReadOnlyList<FoundLink> links)
    {
        long bytes = 0;
        foreach (var link in links)
        {
            bytes += link.Url.Length + LinkOverheadBytes;
        }

        return bytes <= options.Value.MaxInlineLinkBytes;
    }
}
