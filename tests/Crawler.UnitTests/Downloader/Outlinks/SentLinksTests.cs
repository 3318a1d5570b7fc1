using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader;
using Crawler.Downloader.Outlinks;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class SentLinksTests
{
    private static readonly Guid CrawlId = Guid.NewGuid();

    [Fact]
    public void CommittedLink_IsNotSentAgain()
    {
        var links = Filter();
        var first = Batch(depth: 1);

        Sift(links, first, "/a", "/b").ShouldBe(["/a", "/b"]);
        links.Confirm(Batch(depth: 1, first.LeaseId));

        Sift(links, Batch(depth: 1), "/a", "/c").ShouldBe(["/c"]);
    }

    [Fact]
    public void LinkOfAnUnconfirmedAnswer_IsSentAgain()
    {
        var links = Filter();

        Sift(links, Batch(depth: 1), "/a");

        Sift(links, Batch(depth: 1), "/a").ShouldBe(["/a"]);
    }

    [Fact]
    public void LinkFoundNearerToASeed_IsSentAgain()
    {
        var links = Filter();
        var deep = Batch(depth: 3);
        Sift(links, deep, "/a");
        links.Confirm(Batch(depth: 3, deep.LeaseId));

        Sift(links, Batch(depth: 2), "/a").ShouldBe(["/a"]);
        Sift(links, Batch(depth: 3), "/a").ShouldBeEmpty();
    }

    [Fact]
    public void WhatASitemapLists_IsSentWhole_AndFiltersNothing()
    {
        var links = Filter();
        var page = Batch(depth: 1);
        Sift(links, page, "/a");
        links.Confirm(Batch(depth: 1, page.LeaseId));
        var sitemap = Batch(depth: 1);
        sitemap = sitemap with { Urls = [sitemap.Urls[0] with { Kind = ResourceKind.Sitemap }] };

        Sift(links, sitemap, "/a", "/b").ShouldBe(["/a", "/b"]);
        links.Confirm(Batch(depth: 1, sitemap.LeaseId));

        Sift(links, Batch(depth: 1), "/a", "/b").ShouldBe(["/b"]);
    }

    [Fact]
    public void OtherCrawl_IsSentEverything()
    {
        var links = Filter();
        var first = Batch(depth: 1);
        Sift(links, first, "/a");
        links.Confirm(Batch(depth: 1, first.LeaseId));

        Sift(links, Batch(depth: 1) with { CrawlId = Guid.NewGuid() }, "/a").ShouldBe(["/a"]);
    }

    [Fact]
    public void ForgottenCrawl_IsSentEverythingAgain()
    {
        var links = Filter();
        var first = Batch(depth: 1);
        Sift(links, first, "/a");
        links.Confirm(Batch(depth: 1, first.LeaseId));

        links.Forget(CrawlId);

        Sift(links, Batch(depth: 1), "/a").ShouldBe(["/a"]);
    }

    [Fact]
    public void Limit_OfZero_SendsEverything()
    {
        var links = Filter(most: 0);
        var first = Batch(depth: 1);
        Sift(links, first, "/a");
        links.Confirm(Batch(depth: 1, first.LeaseId));

        Sift(links, Batch(depth: 1), "/a").ShouldBe(["/a"]);
    }

    [Fact]
    public void PageThatWasSent_IsSentOnceMoreAsAnAssetNearerToASeed()
    {
        var links = Filter();
        var first = Batch(depth: 1);
        Sift(links, first, "/a");
        links.Confirm(Batch(depth: 1, first.LeaseId));
        var asset = new FoundLink { Url = "http://a.example/a", From = 0, Kind = ResourceKind.Asset };

        links.Sift(Batch(depth: 2), [asset]).ShouldBeEmpty();
        links.Sift(Batch(depth: 1), [asset]).ShouldBe([asset]);
    }

    [Fact]
    public void ManyCrawls_OnlyTheLatestAreRemembered()
    {
        var links = Filter();
        var first = Batch(depth: 1);
        Sift(links, first, "/a");
        links.Confirm(Batch(depth: 1, first.LeaseId));

        for (var i = 0; i < 16; i++)
        {
            Sift(links, Batch(depth: 1) with { CrawlId = Guid.NewGuid() }, "/a");
        }

        Sift(links, Batch(depth: 1), "/a").ShouldBe(["/a"]);
    }

    private static SentLinks Filter(int most = 1_024) =>
        new(Options.Create(new DownloaderOptions { SentLinksPerCrawl = most }));

    private static List<string> Sift(SentLinks filter, FetchHostBatch batch, params string[] paths) =>
    [
        .. filter.Sift(batch, [.. paths.Select(path => new FoundLink { Url = "http://a.example" + path, From = 0 })])
            .Select(link => link.Url["http://a.example".Length..]),
    ];

    private static FetchHostBatch Batch(int depth, params Guid[] committed) => new()
    {
        LeaseId = Guid.NewGuid(),
        CrawlId = CrawlId,
        Host = "a.example",
        LeasedUntil = DateTimeOffset.MaxValue,
        RequestTimeout = TimeSpan.FromSeconds(20),
        Interval = TimeSpan.Zero,
        Connections = 1,
        UserAgent = "Crawler/1.0",
        ObeyRobots = false,
        Archive = false,
        HtmlOnly = false,
        MaxBodyBytes = 1_000_000,
        CommittedLeases = committed,
        Urls = [new FetchUrl { Key = new string('0', 32), Url = "http://a.example/", Depth = depth }],
    };
}
