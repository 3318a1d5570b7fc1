using Crawler.Archive;
using Crawler.Archive.Folders;
using Crawler.TestKit;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>The pace as the site sees it. What is exact on a manual clock has its own tests; here time is real.</summary>
[Collection(HostCollection.Name)]
public sealed class PaceTests
{
    private static readonly TimeSpan Asked = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// Two busy cores may deliver one request late and the next in time; without a pace there is no gap at all.
    /// </summary>
    private static readonly TimeSpan Seen = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Delay_IsKeptBetweenAllStartsOnAHostAndHostsDoNotWaitForEachOther()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = new[] { web.AddSite(), web.AddSite(), web.AddSite() };
        foreach (var site in sites)
        {
            site.Generate(5);
        }

        await using var harness = await EmbeddedHarness.StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of([.. sites.Select(site => site.Url())]).Every(Asked));

        status.Counts.Fetched.ShouldBe(15);
        foreach (var site in sites)
        {
            site.RequestCount.ShouldBe(6);
            site.Requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(Seen);
            site.Requests.MaximumConcurrency().ShouldBe(1);
        }

        // One after the other the hosts would have taken three times five gaps.
        web.Requests[^1].StartedAt.ShouldBeLessThan(Asked * 15);
    }

    [Fact]
    public async Task TwoCrawlsOnOneHost_ShareItsPace()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(6);
        await using var harness = await EmbeddedHarness.StartAsync();

        var first = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(Asked));
        var second = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(Asked));
        var ends = await Task.WhenAll(harness.WaitForEndAsync(first), harness.WaitForEndAsync(second));

        ends.ShouldAllBe(status => status.Counts.Fetched == 6);
        site.Requests.Count(request => request.Target != "/robots.txt").ShouldBe(12);
        site.Requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(Seen);
        site.Requests.MaximumConcurrency().ShouldBe(1);
    }

    [Fact]
    public async Task LostLease_KeepsThePaceAndTheLateAnswerChangesNothing()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(5);
        using var folder = new TemporaryFolder();
        var options = new ArchiveOptions { FlushToDisk = false };
        var archive = new StalledArchive(new FolderArchiveStore(folder.Path, options, "stalled", TimeProvider.System));
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.Services.AddSingleton<IArchiveStore>(archive),
            "Frontier:LeaseTime=4s", "Frontier:RequestTimeout=1s", "Messaging:HeartbeatInterval=1m");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(Asked));
        await archive.Stalled;
        var status = await harness.WaitForEndAsync(id);
        archive.Release();
        await harness.CrawlAsync(CrawlSpecs.Of(site.Url("/p/1")).Limited(pages: 1));

        status.State.ShouldBe("Completed");
        (await harness.StatusAsync(id)).Counts.ShouldBeEquivalentTo(status.Counts);
        (await harness.PagesAsync(id)).Select(page => page.Seq).ShouldBe([1, 2, 3, 4, 5]);
        var requests = site.Requests.SkipLast(1).ToArray();

        // At least: on a busy machine a second lease may lapse before its answer is committed.
        requests.CountsByTarget()["/"].ShouldBeGreaterThanOrEqualTo(2);
        requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(Seen);
    }

    [Fact]
    public async Task PerHost_AllowsAsManyConnectionsAsItSaysAndNoMore()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();

        // More pages than one batch holds: the host's two leases share its connections.
        site.Generate(300, branching: 299);
        var gates = Enumerable.Range(1, 299).Select(page => site.Gate($"/p/{page}")).ToArray();
        await using var harness = await EmbeddedHarness.StartAsync(
            "Frontier:RequestTimeout=9s", "Downloader:FirstByteTimeout=9s");
        var spec = CrawlSpecs.Of(site.Url());

        var id = await harness.SubmitAsync(spec with { Politeness = spec.Politeness with { PerHost = 4 } });
        await site.WaitForAsync(6);
        Array.ForEach(gates, gate => gate.Open());
        await harness.WaitForEndAsync(id);

        site.Requests.MaximumConcurrency().ShouldBe(4);
    }
}
