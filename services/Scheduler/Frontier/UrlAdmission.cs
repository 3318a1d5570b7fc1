using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Decides what a discovered URL is to a crawl, and puts it into the frontier: as waiting, or as skipped with the
/// reason.
/// </summary>
internal sealed class UrlAdmission(HostQueues queues)
{
    private const int MaxPath = 64;
    private const int MaxSkippedAtOnce = 500;

    /// <summary>The row of a URL that may be new. Its depth, path and referrer are those of this discovery.</summary>
    public static FrontierUrl RowOf(CrawlPlan plan, WebUrl url, UrlKey key, int depth, DateTimeOffset now)
    {
        var bytes = new byte[UrlKey.Size];
        key.WriteTo(bytes);
        return new FrontierUrl
        {
            CrawlId = plan.CrawlId,
            UrlKey = bytes,
            Url = url.WithoutFragment().Href,
            Host = url.HostAndPort,
            Depth = depth,
            DiscoveredAt = now,
        };
    }

    /// <summary>
    /// The identity of a URL within a crawl. The same URL as a page and as a sitemap is two, so that a link to a
    /// sitemap is not lost, nor a sitemap that a link has led to before; no canonical URL begins as a sitemap's text
    /// does.
    /// </summary>
    public static UrlKey KeyOf(CrawlPlan plan, WebUrl url, UrlKind kind)
    {
        var canonical = plan.Profile.Canonicalize(url);
        return UrlKey.Of(kind == UrlKind.Sitemap ? "sitemap " + canonical : canonical);
    }

    /// <summary>How a URL was found: its parent's path and one more step.</summary>
    public static string Extend(string path, char step) =>
        path.Length < MaxPath ? path + step : string.Concat(path.AsSpan(1), [step]);

    /// <summary>Whether a URL was found as a part of a page, also where that has moved.</summary>
    public static bool IsAsset(FrontierUrl url) => url.DiscoveryPath.AsSpan().TrimEnd('R') is [.., 'E'];

    /// <summary>Offers URLs to the frontier. Rows are distinct by key; each decides on its state here.</summary>
    public async ValueTask AdmitAsync(
        IFrontierTransaction transaction, CrawlPlan plan, CrawlHead crawl, CounterLedger counters,
        IReadOnlyList<(FrontierUrl Row, WebUrl Url)> found)
    {
        if (found.Count == 0)
        {
            return;
        }

        foreach (var (row, url) in found)
        {
            row.Reason = ReasonToSkip(plan, crawl, counters, row, url);
        }

        var known = await KnownQueuesAsync(transaction, plan, found);
        var candidates = new List<Candidate>(found.Count);
        foreach (var (row, _) in found)
        {
            row.Reason ??= known.GetValueOrDefault(row.Host)?.GivenUp is null ? null : UrlReason.HostGivenUp;
            row.State = row.Reason is null ? UrlState.Queued : UrlState.Skipped;
            row.DueAt = row.Reason is null ? transaction.Now : null;
            candidates.Add(new Candidate(row, MayRevive: row.Reason is null));
        }

        var admissions = await OfferAsync(transaction, TrapWatch.Over(plan, found, transaction.Now), candidates);
        var due = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < admissions.Count; i++)
        {
            var row = candidates[i].Row;
            if (admissions[i].IsNew)
            {
                counters.Discover(row.Kind, row.State, row.Reason);
            }
            else if (admissions[i].RevivedFrom is { } reason)
            {
                counters.Move(row.Kind, UrlState.Skipped, reason, UrlState.Queued, null);
            }

            if (row.State == UrlState.Queued && (admissions[i].IsNew || admissions[i].RevivedFrom is not null))
            {
                due.Add(row.Host);
            }
        }

        foreach (var host in due)
        {
            await queues.NoteDueNowAsync(transaction, plan, host, known.GetValueOrDefault(host));
        }
    }

    /// <summary>
    /// Offers again what was skipped as out of scope before the scope was extended: the pages that link to it may bring
    /// their links no more.
    /// </summary>
    public async ValueTask AdmitSkippedAsync(
        IFrontierTransaction transaction, CrawlPlan plan, CrawlHead crawl, CounterLedger counters, WebUrl extension)
    {
        var domain = UrlScope.DomainOf(extension).ToString();
        IReadOnlyList<FrontierUrl> skipped;
        FrontierUrl? last = null;
        do
        {
            skipped = await transaction.OutOfScopeAsync(plan.CrawlId, domain, last, MaxSkippedAtOnce);
            last = skipped is [.., var end] ? end : null;
            var inScope = new List<(FrontierUrl, WebUrl)>(skipped.Count);
            foreach (var row in skipped)
            {
                if (WebUrl.TryParse(row.Url, out var url) && plan.Scope.Contains(url))
                {
                    inScope.Add((row, url));
                }
            }

            await AdmitAsync(transaction, plan, crawl, counters, inScope);
        }
        while (skipped.Count == MaxSkippedAtOnce);
    }

    /// <summary>The reason with which URLs are skipped that a crawl finds while it ends.</summary>
    public static UrlReason ReasonOf(EndReason? end) => end switch
    {
        EndReason.PageLimit => UrlReason.PageLimit,
        EndReason.ByteLimit => UrlReason.ByteLimit,
        EndReason.DurationLimit => UrlReason.DurationLimit,
        EndReason.Idle => UrlReason.Idle,
        _ => UrlReason.Cancelled,
    };

    /// <summary>
    /// URLs that look like a trap are offered one by one, because each that is new uses up a budget of the next; those
    /// between them together.
    /// </summary>
    private static async ValueTask<IReadOnlyList<Admission>> OfferAsync(
        IFrontierTransaction transaction, TrapWatch? traps, List<Candidate> candidates)
    {
        if (traps is null)
        {
            return await transaction.AdmitAsync(candidates);
        }

        var admissions = new List<Admission>(candidates.Count);
        for (var first = 0; first < candidates.Count; first++)
        {
            var run = candidates.FindIndex(first, one => traps.Suspects(one.Row)) is var end and >= 0
                ? end - first
                : candidates.Count - first;
            if (run > 0)
            {
                admissions.AddRange(await transaction.AdmitAsync(candidates.GetRange(first, run)));
                first += run - 1;
                continue;
            }

            var candidate = candidates[first];
            await traps.JudgeAsync(transaction, candidate.Row);
            var offered = candidate with { MayRevive = candidate.MayRevive && candidate.Row.Reason is null };
            var admission = (await transaction.AdmitAsync([offered]))[0];
            admissions.Add(admission);
            if (admission.IsNew || admission.RevivedFrom is not null)
            {
                traps.Count(candidate.Row);
            }
        }

        await traps.SaveAsync(transaction);
        return admissions;
    }

    private static UrlReason? ReasonToSkip(
        CrawlPlan plan, CrawlHead crawl, CounterLedger counters, FrontierUrl row, WebUrl url)
    {
        // Which sitemaps are asked for was decided where they were found, and no limit of pages touches them.
        if (row.Kind == UrlKind.Page && !plan.Scope.Contains(url))
        {
            return UrlReason.OutOfScope;
        }

        if (row.Kind == UrlKind.Page && row.Depth > plan.Spec.Limits.Depth)
        {
            return UrlReason.DepthLimit;
        }

        if (crawl.IsEnding)
        {
            return ReasonOf(crawl.EndReason);
        }

        if (row.Kind == UrlKind.Sitemap)
        {
            return null;
        }

        return plan.IsContinuous && counters.Row.Stored >= plan.Spec.Limits.Pages ? UrlReason.PageLimit : null;
    }

    /// <summary>The crawl's queues on the hosts of URLs that may wait.</summary>
    private static async ValueTask<Dictionary<string, HostQueue>> KnownQueuesAsync(
        IFrontierTransaction transaction, CrawlPlan plan, IReadOnlyList<(FrontierUrl Row, WebUrl Url)> found)
    {
        var hosts = found.Where(item => item.Row.Reason is null).Select(item => item.Row.Host)
            .ToHashSet(StringComparer.Ordinal);
        return hosts.Count == 0
            ? []
            : (await transaction.FindQueuesAsync(plan.CrawlId, hosts))
                .ToDictionary(queue => queue.Host, StringComparer.Ordinal);
    }
}
