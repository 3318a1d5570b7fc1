using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>Puts a new crawl's seeds into the frontier, once.</summary>
internal sealed class SeedAdmission(CrawlPlans plans, UrlAdmission admission)
{
    /// <summary>
    /// Answers <see cref="SeedsAdmitted"/> in the same transaction; a second call only answers again.
    /// </summary>
    public async ValueTask AdmitAsync(IFrontierTransaction transaction, Guid crawlId)
    {
        if (await transaction.FindCrawlAsync(crawlId) is not { } crawl)
        {
            return;
        }

        if (await transaction.LockCountersAsync(crawlId) is null)
        {
            var row = new CrawlCounters
            {
                CrawlId = crawlId,
                SeedsAdmittedAt = transaction.Now,
                LastActivityAt = transaction.Now
            };
            await transaction.AddCountersAsync(row);
            var counters = new CounterLedger(row);
            var plan = await plans.GetAsync(transaction, crawl, row);
            await admission.AdmitAsync(transaction, plan, crawl, counters, SeedsOf(plan, transaction.Now));
            if (counters.IsEmpty)
            {
                transaction.Publish(new FrontierDrained { CrawlId = crawlId, Counts = counters.Snapshot() });
            }

            await transaction.SaveCountersAsync(counters.Close());
        }

        transaction.Publish(new SeedsAdmitted { CrawlId = crawlId });
    }

    private static List<(FrontierUrl Row, WebUrl Url)> SeedsOf(CrawlPlan plan, DateTimeOffset now)
    {
        var seeds = new List<(FrontierUrl, WebUrl)>(plan.Spec.Seeds.Count);
        var known = new HashSet<UrlKey>();
        foreach (var seed in plan.Spec.Seeds)
        {
            if (WebUrl.TryParse(seed, out var url) && url.IsHttp)
            {
                var key = UrlAdmission.KeyOf(plan, url, UrlKind.Page);
                if (known.Add(key))
                {
                    var row = UrlAdmission.RowOf(plan, url, key, depth: 0, now);
                    row.DiscoveryPath = "S";
                    seeds.Add((row, url));
                }
            }
        }

        return seeds;
    }
}
