using Crawler.Contracts.V1.Fetching;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>
/// A downloader's answer in the making. By default every URL was fetched just now, and robots.txt allows everything.
/// </summary>
internal sealed class BatchAnswer(FetchHostBatch batch)
{
    private readonly List<(string? From, string Url, ResourceKind Kind)> _links = [];
    private readonly Dictionary<string, UrlOutcome> _byUrl = new(StringComparer.Ordinal);
    private Func<FetchUrl, UrlOutcome> _each = Answer.Fetched;
    private IReadOnlyList<OriginRobots>? _robots;
    private TimeSpan? _sinceLastStart = TimeSpan.Zero;
    private TimeSpan? _responseTime;
    private bool _cameAgain;

    public BatchAnswer Each(Func<FetchUrl, UrlOutcome> outcome)
    {
        _each = outcome;
        return this;
    }

    public BatchAnswer Each(UrlOutcome outcome) => Each(_ => outcome);

    public BatchAnswer With(string url, UrlOutcome outcome)
    {
        _byUrl[url] = outcome;
        return this;
    }

    /// <summary>Links on the batch's first page.</summary>
    public BatchAnswer Linking(params IEnumerable<string> urls)
    {
        _links.AddRange(urls.Select(url => ((string?)null, url, ResourceKind.Page)));
        return this;
    }

    /// <summary>Further sitemaps that the batch's sitemap lists.</summary>
    public BatchAnswer ListingSitemaps(params IEnumerable<string> urls)
    {
        _links.AddRange(urls.Select(url => ((string?)null, url, ResourceKind.Sitemap)));
        return this;
    }

    /// <summary>What the batch's first page is made of.</summary>
    public BatchAnswer Embedding(params IEnumerable<string> urls)
    {
        _links.AddRange(urls.Select(url => ((string?)null, url, ResourceKind.Asset)));
        return this;
    }

    public BatchAnswer LinkingFrom(string page, params IEnumerable<string> urls)
    {
        _links.AddRange(urls.Select(url => ((string?)page, url, ResourceKind.Page)));
        return this;
    }

    public BatchAnswer WithRobots(RobotsAccess access, string? text = null)
    {
        _robots = [Answer.RobotsOf(batch, access, text)];
        return this;
    }

    public BatchAnswer StartedAgo(TimeSpan? since)
    {
        _sinceLastStart = since;
        return this;
    }

    /// <summary>The host was asked for nothing, robots.txt included.</summary>
    public BatchAnswer WithoutAsking()
    {
        (_sinceLastStart, _robots) = (null, []);
        return this;
    }

    /// <summary>The answer of a downloader to which the batch came after it had been with another.</summary>
    public BatchAnswer CameAgain()
    {
        _cameAgain = true;
        return Each(Answer.NotAttempted).WithoutAsking();
    }

    public BatchAnswer RespondingIn(TimeSpan responseTime)
    {
        _responseTime = responseTime;
        return this;
    }

    public HostBatchFetched Build()
    {
        var urls = batch.Urls.ToList();
        return new HostBatchFetched
        {
            LeaseId = batch.LeaseId,
            CrawlId = batch.CrawlId,
            Host = batch.Host,
            Outcomes =
                [.. urls.Select(url => (_byUrl.GetValueOrDefault(url.Url) ?? _each(url)) with { Key = url.Key })],
            Links = [.. _links.Select(link => new FoundLink
            {
                Url = link.Url,
                Kind = link.Kind,
                From = link.From is null ? 0 : urls.FindIndex(url => url.Url == link.From),
            })],
            Robots = _robots ?? (batch.ObeyRobots && batch.Robots.Count == 0
                ? [Answer.RobotsOf(batch, RobotsAccess.AllowAll)] : []),
            SinceLastStart = _sinceLastStart,
            ResponseTime = _responseTime,
            CameAgain = _cameAgain,
        };
    }
}
