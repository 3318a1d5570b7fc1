using System.Data.Common;
using System.Net;

using Crawler.Contracts.V1.Crawls;
using Crawler.Gateway.Queries;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

namespace Crawler.TestKit.Platforms;

/// <summary>
/// A platform of real processes as its users have it: an HTTP API, and beside it the rows and files that it leaves.
/// </summary>
public abstract class CrawlPlatform : IAsyncDisposable
{
    private const int PagesAtATime = 500;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The API where it is at this moment.</summary>
    public abstract ApiClient Api { get; }

    /// <summary>Where all of its downloaders write.</summary>
    public abstract string ArchiveFolder { get; }

    /// <summary>What its processes have logged as errors, also those that are gone.</summary>
    public abstract IReadOnlyList<string> Errors { get; }

    /// <summary>A connection to its database that shares nothing with those of the product.</summary>
    public abstract DbConnection OpenDatabase();

    public Task<Guid> SubmitAsync(CrawlSpec spec) => Api.SubmitAsync(spec);

    public Task<CrawlStatus> StatusAsync(Guid crawlId) => Api.StatusAsync(crawlId);

    /// <summary>Sends <c>pause</c>, <c>resume</c> or <c>cancel</c>.</summary>
    public Task CommandAsync(Guid crawlId, string command) => Api.CommandAsync(crawlId, command);

    /// <summary>
    /// Looks until the condition holds. An API that is away, or says that its database is, has not answered yet.
    /// </summary>
    public async Task<CrawlStatus> WaitForAsync(
        Guid crawlId, Func<CrawlStatus, bool> condition, TimeSpan? within = null, TimeSpan? every = null)
    {
        CrawlStatus? last = null;
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    try
                    {
                        return condition(last = await StatusAsync(crawlId));
                    }
                    catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
                    {
                        return false;
                    }
                },
                within ?? TimeSpan.FromSeconds(60), every: every ?? LookInterval);
            return last!;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"The crawl stands at {last}. {string.Join(Environment.NewLine, Errors.TakeLast(50))}", e);
        }
    }

    public Task<CrawlStatus> WaitForEndAsync(Guid crawlId, TimeSpan? within = null) =>
        WaitForAsync(crawlId, status => status.HasEnded, within);

    /// <summary>Submits a crawl and waits for its end.</summary>
    public async Task<(Guid Id, CrawlStatus Status)> CrawlAsync(CrawlSpec spec, TimeSpan? within = null)
    {
        var id = await SubmitAsync(spec);
        return (id, await WaitForEndAsync(id, within));
    }

    /// <summary>All stored pages, as the API gives them.</summary>
    public async Task<IReadOnlyList<StoredPage>> PagesAsync(Guid crawlId)
    {
        var pages = new List<StoredPage>();
        while (true)
        {
            var after = pages.Count == 0 ? 0 : pages[^1].Seq;
            var part = await Api.PagesAsync(crawlId, after, PagesAtATime);
            pages.AddRange(part);
            if (part.Count < PagesAtATime)
            {
                return pages;
            }
        }
    }

    /// <summary>The crawl as its rows say it is.</summary>
    public StoredCrawl ReadCrawl(Guid crawlId)
    {
        using var connection = OpenDatabase();
        return StoredCrawl.Read(connection, crawlId);
    }

    public abstract ValueTask DisposeAsync();
}
