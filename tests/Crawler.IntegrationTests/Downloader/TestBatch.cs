using Crawler.Contracts.V1.Fetching;

namespace Crawler.IntegrationTests.Downloader;

/// <summary>
/// Batches as Scheduler sends them: robots obeyed and known to allow everything, no pause, nothing archived.
/// </summary>
internal static class TestBatch
{
    public static FetchHostBatch Of(params string[] urls)
    {
        var first = new Uri(urls[0]);
        return new FetchHostBatch
        {
            LeaseId = Guid.NewGuid(),
            CrawlId = Guid.NewGuid(),
            Host = first.Authority,
            LeasedUntil = TimeProvider.System.GetUtcNow().AddMinutes(5),
            RequestTimeout = TimeSpan.FromSeconds(20),
            Interval = TimeSpan.Zero,
            Connections = 1,
            UserAgent = "Crawler/0.1 (+https://crawler.example/bot)",
            ObeyRobots = true,
            Archive = false,
            HtmlOnly = false,
            MaxBodyBytes = 1_000_000,
            Robots = [Known(first, RobotsAccess.AllowAll)],
            Urls = [.. urls.Select((url, i) => new FetchUrl { Key = $"{i:x32}", Url = url })],
        };
    }

    public static OriginRobots Known(Uri url, RobotsAccess access, string? text = null) => new()
    {
        Origin = url.GetLeftPart(UriPartial.Authority),
        Access = access,
        Text = text,
        ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
    };

    public static FetchHostBatch WithUnknownRobots(this FetchHostBatch batch) => batch with { Robots = [] };
}
