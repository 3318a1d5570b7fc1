using System.Runtime.CompilerServices;

using Crawler.Gateway.Queries;

using Microsoft.Extensions.Hosting;

namespace Crawler.Gateway.Rows;

/// <summary>Reads the stored pages of a crawl in parts, and where that is asked for goes on until the crawl has ended.</summary>
internal sealed class PageFollowing(
    CrawlQueries crawls, PageQueries pages, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>How long a stored page may wait before a reader that follows gets it.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest silence, below the idle limits that proxies commonly have.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Parts of pages with numbers above <paramref name="after"/>; no more than <paramref name="limit"/>. A part is empty
    /// where there was nothing new for long.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The process stops before the crawl has ended, or the caller has gone.
    /// </exception>
    public async IAsyncEnumerable<IReadOnlyList<StoredPage>> ReadPartsAsync(
        Guid crawlId, long after, long? limit, bool follows,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, lifetime.ApplicationStopping);
        var left = limit ?? long.MaxValue;
        var spoken = time.GetTimestamp();
        while (left > 0)
        {
            // Asked before the pages are read: what is stored before the end is read after it.
            var isLast = !follows || await crawls.HasEndedAsync(crawlId, cancellationToken);
            var asked = (int)Math.Min(left, PageQueries.MaxLimit);
            var part = await pages.ReadAsync(crawlId, after, asked, cancellationToken);
            if (part is not [] || (follows && time.GetElapsedTime(spoken) >= MaxSilence))
            {
                yield return part;
                spoken = time.GetTimestamp();
                after = part is [.., var last] ? last.Seq : after;
                left -= part.Count;
            }

            if (part.Count < asked)
            {
                if (isLast)
                {
                    yield break;
                }

                await Task.Delay(LookInterval, time, either.Token);
            }
        }
    }
}
